import { type Check, type Finding, failure, ok, warning } from './check.ts';
import { findCommand, type Probed, probeRuntimes, type Way } from './runtime-probe.ts';
import { KNOWN_LIMITS, RUNTIMES } from './runtimes.ts';

/** What it means that a runtime was seen over these ways. */
export function runtimeFinding({ runtime, seen }: Probed): Finding {
  const ways = (Object.keys(seen) as Way[]).filter(way => !seen[way]);
  if (ways.length === 0) return ok('its traffic goes through the proxy');
  if (ways.length === 1 && ways[0] === 'loopback')
    return warning('its traffic to loopback addresses is not seen', runtime.loopback);
  return failure(
    `its traffic is not seen over ${ways.join(', ')}`,
    'look for settings of its own that name a proxy or certificates; `tf run` is no sandbox',
  );
}

/** Runtimes found here, and whether what they send would be seen. */
export async function runtimeChecks(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const probed = await probeRuntimes(RUNTIMES, env);
  const tried = probed.map(each => ({ name: each.runtime.name, ...runtimeFinding(each) }));
  const known = KNOWN_LIMITS.filter(({ command }) => findCommand(command, env) !== undefined);
  return [...tried, ...known.map(({ name, message }) => ({ name, ...warning(message) }))];
}
