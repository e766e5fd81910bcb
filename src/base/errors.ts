/**
 * The errors this product raises about itself, in one table: code → what it means.
 * Rego and evaluation errors carry OPA's own codes instead (see `Diagnostic`).
 */
export const ERRORS = {
  tf_usage: 'the command line is not valid',
  tf_config_invalid: 'the configuration file is not valid',
  tf_config_missing: 'a configuration file that was named does not exist',
  tf_lock_invalid: 'a file of tool definitions, such as tf-tools.lock, is not valid',
  tf_policy_invalid: 'a policy could not be compiled',
  tf_fixture_invalid: 'a file of fixtures is not valid',
  tf_policy_format: 'formatting a policy would change what it says: a fault of tameflare',
  tf_policy_load: 'a policy or its data could not be read',
  tf_json_invalid: 'a JSON text is not valid',
  tf_proxy_listen: 'the proxy could not listen',
  tf_proxy_target: 'the request names no valid target',
  tf_proxy_body_too_large: 'a governed request has a body over the limit',
  tf_proxy_body_encoding: 'a request body has an encoding that cannot be read',
  tf_proxy_credentials: 'the proxy credentials are missing or wrong',
  tf_proxy_malformed: 'the request is not valid HTTP',
  tf_proxy_internal: 'the proxy failed to handle the request',
  tf_proxy_denied: 'the proxy does not let this connection through',
  tf_proxy_reach: 'the target is an address that may not be reached',
  tf_proxy_upstream: 'the upstream could not be reached or broke off',
  tf_ca_invalid: 'the local certificate authority could not be read or made',
  tf_state_folder: 'the folder for keys, sockets and the audit could not be made',
  tf_state_lock: 'another process holds a lock on the state',
  tf_vault_key: 'the key of the vault is missing, or it is another one',
  tf_vault_invalid: 'the vault is damaged, was tampered with, or can not be written',
  tf_vault_entry: 'a vault entry is missing, or is not valid where it is used',
  tf_vault_token: 'an access token could not be got',
  tf_operator_key: 'the operator key is missing or wrong',
  tf_agents_file: 'the list of agents can not be read',
  tf_gateway_runs: 'a gateway runs on this state folder already',
  tf_audit_write: 'an audit record could not be written',
  tf_control_unreachable: 'no running gateway answers on the control socket',
  tf_control_refused: 'the running gateway refused the command',
  tf_run_trust: 'the certificates for a child could not be written',
  tf_run_spawn: 'the command could not be started',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof ERRORS;

/** An error of ours: `code` is stable and documented, `message` is for people. */
export class TfError extends Error {
  override readonly name = 'TfError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string = ERRORS[code], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The message of whatever was thrown, for places that must say why something failed. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
