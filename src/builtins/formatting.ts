import { numberText, type RegoNumber } from '../value/decimal.ts';
import { regoText } from '../value/rego-text.ts';
import { isNumber, RegoSet, type Value } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { arrayAt, stringAt } from './operand.ts';
import { type Operand, printf } from './printf.ts';

const INT64 = 1n << 63n;

function integerOperand(value: bigint): Operand {
  return { kind: value >= -INT64 && value < INT64 ? 'int' : '*big.Int', value };
}

/** A fraction is a double to the verbs; one too large for a double is text. */
function numberOperand(value: RegoNumber): Operand {
  if (typeof value === 'number' || typeof value === 'bigint') return integerOperand(BigInt(value));
  const text = numberText(value);
  const double = Number(text);
  return Number.isFinite(double)
    ? { kind: 'float64', value: double }
    : { kind: 'string', value: text };
}

/** A value as the verbs of sprintf see it. */
export function printfOperand(value: Value): Operand {
  if (isNumber(value)) return numberOperand(value);
  return { kind: 'string', value: displayed(value) };
}

/** Strings as they are, everything else as Rego text. */
function displayed(value: Value): string {
  return typeof value === 'string' ? value : regoText(value);
}

/** An interpolated expression arrives as the set of its values: none if it is undefined. */
function interpolated(part: Value): string {
  if (!(part instanceof RegoSet)) return displayed(part);
  const [value] = part.members();
  return value === undefined ? '<undefined>' : displayed(value);
}

export const formatting: readonly Builtin[] = [
  define('sprintf', args => printf(stringAt(args, 1), arrayAt(args, 2).map(printfOperand))),
  define('internal.template_string', args => arrayAt(args, 1).map(interpolated).join('')),
  define('internal.print', () => true),
  define('print', () => true),
  define('internal.test_case', () => true),
  define('trace', args => {
    stringAt(args, 1);
    return true;
  }),
];
