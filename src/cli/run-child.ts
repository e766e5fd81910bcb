import { exitStatus, runChild as run } from '../run/child.ts';
import { childEnvironment } from '../run/environment.ts';
import { writeTrustBundle } from '../run/trust-bundle.ts';

/** What a command needs to run under a gateway, wherever that runs. */
interface GovernedChild {
  /** Where the files go that it trusts. */
  readonly folder: string;
  /** With its credentials. */
  readonly proxyUrl: string;
  /** The gateway's authority, PEM. */
  readonly certificate: string;
  readonly extraCa: readonly string[];
  readonly overrides: Readonly<Record<string, string | undefined>>;
}

/** Runs a command to its end and gives its exit status. @throws TfError `tf_run_trust`, `tf_run_spawn` */
export async function runChild(
  command: readonly string[],
  { folder, proxyUrl, certificate, extraCa, overrides }: GovernedChild,
): Promise<number> {
  const trust = writeTrustBundle(folder, certificate, extraCa, process.env);
  const env = childEnvironment({ base: process.env, proxyUrl, trust, overrides });
  const [file = '', ...args] = command;
  return exitStatus(await run({ command: file, args, env }));
}
