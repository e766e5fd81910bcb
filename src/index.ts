/** `tameflare`: a gateway in a program of your own; the command line is built from the same parts. */
export { TfError } from './base/errors.ts';
export { type Config, ConfigError, defaultConfig, loadConfig } from './gateway/config.ts';
export { type Gateway, type GatewayOptions, startGateway } from './gateway/gateway.ts';
export type { Reloaded } from './gateway/live-snapshot.ts';
export { type StateFolder, stateFolder } from './gateway/state-folder.ts';
export {
  type Decision,
  EFFECTS,
  type Effect,
  OUTCOMES,
  type Outcome,
  type Reason,
} from './policy/decision.ts';
export type { InputDocument } from './policy/input.ts';
