import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../base/plain-json.ts';

/** Everything an approval is bound to: change any of it and the approval is not for you. */
export interface ApprovedAction {
  /** The agent and the user it runs for. */
  readonly principal: string;
  /** The endpoint: two servers may share an origin. */
  readonly server: string;
  readonly method: string;
  readonly tool: string;
  /** The definition the server listed, hashed; empty when it was never listed. */
  readonly definition: string;
  readonly arguments: Json;
  readonly revision: string;
}

/** SHA-256 over canonical JSON (RFC 8785), in hex. */
export function actionDigest(action: ApprovedAction): string {
  return createHash('sha256')
    .update(canonicalJson({ ...action }))
    .digest('hex');
}
