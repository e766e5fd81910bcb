import { type Command, InvalidArgumentError } from 'commander';

/** The options of every command that compiles. */
export interface LanguageOptions {
  readonly v0Compatible?: boolean;
  readonly schema?: string;
  readonly capabilities?: string;
  readonly maxErrors?: number;
}

export const PATHS_HELP = 'files and folders (default: `policies` of tameflare.yaml)';

export function addLanguageOptions(command: Command): Command {
  return command
    .option('--v0-compatible', 'modules are of Rego v0 unless they import `rego.v1`')
    .option('--schema <path>', 'a JSON Schema of the input, or a folder of schemas for annotations')
    .option('--capabilities <file>', 'the builtins and features that policies may use');
}

/** @throws InvalidArgumentError */
export function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError('it must be a regular expression.');
  }
}

/** @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it must be a number, 0 or more.');
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** @throws InvalidArgumentError */
export function percent(text: string): number {
  const value = Number(text);
  if (/^\d{1,3}(\.\d+)?$/.test(text) && value <= 100) return value;
  throw new InvalidArgumentError('it must be a number from 0 to 100.');
}
