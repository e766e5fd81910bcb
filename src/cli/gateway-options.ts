import { userInfo } from 'node:os';
import type { GatewayOptions } from '../gateway/gateway.ts';
import { userCertificates } from '../run/trust-bundle.ts';
import { createOperatorLog } from './operator-log.ts';
import { findProject } from './project.ts';
import { vaultOf } from './project-vault.ts';

/** Options that commands share which start a gateway. */
interface StartOptions {
  readonly config?: string;
  readonly quiet?: boolean;
  readonly frozen?: boolean;
}

/** What a gateway is started with, for a command that runs under it. */
export async function gatewayOptions(
  command: readonly string[],
  options: StartOptions,
): Promise<GatewayOptions> {
  const project = findProject(options.config);
  const vault = await vaultOf(project.state);
  const log = createOperatorLog(options.quiet === true);
  return {
    ...(project.configFile === undefined ? {} : { configFile: project.configFile }),
    ...(options.frozen === true && { pinMode: 'strict' as const }),
    ...(vault === undefined ? {} : { vault }),
    folder: project.folder,
    state: project.state,
    user: userInfo().username,
    command,
    extraCa: userCertificates(process.env),
    warn: (message, details) => log.warn(details ?? {}, message),
  };
}
