import { messageOf, TfError } from '../base/errors.ts';
import { RegoError } from '../rego/rego-error.ts';
import { EXIT } from './exit-codes.ts';

/** Says on standard error why a command failed, and gives the exit code. A fault of ours shows its stack. */
export function reportFailure(error: unknown): number {
  if (error instanceof RegoError) process.stderr.write(`${error.message}\n`);
  else if (error instanceof TfError) process.stderr.write(`tf: ${error.message}\n`);
  else process.stderr.write(`tf: ${error instanceof Error ? error.stack : messageOf(error)}\n`);
  return EXIT.failure;
}
