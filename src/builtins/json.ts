import { JsonError } from '../base/json.ts';
import { parseValue } from '../value/json.ts';
import type { RegoObject, Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { goJson, type Indentation } from './go-json.ts';
import { objectAt, operandError, stringAt } from './operand.ts';

function unmarshal(args: readonly Value[]): Value {
  const text = stringAt(args, 1);
  try {
    return parseValue(text);
  } catch (error) {
    if (error instanceof JsonError) throw failure(error.message);
    throw error;
  }
}

function isValid([text]: readonly Value[]): boolean {
  if (typeof text !== 'string') return false;
  try {
    parseValue(text);
    return true;
  } catch (error) {
    if (error instanceof JsonError) return false;
    throw error;
  }
}

function stringOption(key: string, value: Value): string {
  if (typeof value !== 'string') throw operandError(2, `key ${key} failed cast to string`);
  return value;
}

function booleanOption(key: string, value: Value): boolean {
  if (typeof value !== 'boolean') throw operandError(2, `key ${key} failed cast to bool`);
  return value;
}

/** `prefix` and `indent` imply `pretty`, unless that is given. */
function indentation(options: RegoObject): Indentation | undefined {
  let prefix: string | undefined;
  let indent: string | undefined;
  let pretty: boolean | undefined;
  for (const { key, value } of options.entries()) {
    if (key === 'prefix') prefix = stringOption(key, value);
    else if (key === 'indent') indent = stringOption(key, value);
    else if (key === 'pretty') pretty = booleanOption(key, value);
    else throw operandError(2, `object contained unknown key ${String(key)}`);
  }
  pretty ??= prefix !== undefined || indent !== undefined;
  return pretty ? { prefix: prefix ?? '', indent: indent ?? '\t' } : undefined;
}

function marshalWithOptions(args: readonly Value[]): Value {
  const layout = indentation(objectAt(args, 2));
  return (layout?.prefix ?? '') + goJson(args[0]!, layout);
}

export const json: readonly Builtin[] = [
  define('json.marshal', ([value]) => goJson(value!)),
  define('json.marshal_with_options', marshalWithOptions),
  define('json.unmarshal', unmarshal),
  define('json.is_valid', isValid),
];
