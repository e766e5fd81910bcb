import { EXIT } from './exit-codes.ts';

/** Our own failures before the child ran, told apart from its exit EXIT. */
export function runExitCode(error: unknown): number {
  switch ((error as { code?: unknown }).code) {
    case 'tf_audit_write':
      return EXIT.runAudit;
    case 'tf_proxy_listen':
    case 'tf_ca_invalid':
    case 'tf_gateway_runs':
    case 'tf_run_trust':
    case 'tf_state_folder':
      return EXIT.runProxy;
    case 'tf_run_spawn':
      return EXIT.runSpawn;
    default:
      return EXIT.runConfig;
  }
}
