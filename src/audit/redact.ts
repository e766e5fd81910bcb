import { emptyObject, isJsonObject, type Json, type JsonObject } from '../base/plain-json.ts';
import { remembered } from '../base/remembered.ts';

export const MASK = '**masked**';

/** How much of the arguments an audit keeps. */
export type ArgumentsMode = 'redacted' | 'full' | 'none';

/** Keys whose values are secrets wherever they stand. */
const SECRET_KEY =
  /(^|[_.-])(password|passwd|secret|token|api[_-]?key|apikey|authorization|cookie|credential|credentials|private[_-]?key|access[_-]?key|session[_-]?id)([_.-]|$)/;
/** Part of every such key: tells nearly all other keys apart at once. */
const SECRET_HINT = /passw|secret|token|key|authorization|cookie|credential|session/i;
/** Values that look like secrets whatever their key. */
const SECRET_VALUE =
  /^(Bearer|Basic)\s+\S{8,}$|\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|sk-[A-Za-z0-9_-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*)|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** No value that looks like a secret is shorter. */
const SHORTEST_SECRET = 14;

const isSecretKey = remembered(key => {
  if (!SECRET_HINT.test(key)) return false;
  return SECRET_KEY.test(key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase());
});

function isSecretText(text: string): boolean {
  return text.length >= SHORTEST_SECRET && SECRET_VALUE.test(text);
}

/** Whether `maskSecrets` would change anything; nearly always it would not. */
function holdsSecret(value: Json): boolean {
  if (typeof value === 'string') return isSecretText(value);
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isJsonObject(value)) return false;
  for (const key in value) {
    const item = value[key]!;
    if (holdsSecret(item) || (item !== null && isSecretKey(key))) return true;
  }
  return false;
}

/** RFC 6901. */
function pointerStep(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

interface Masking {
  readonly value: Json;
  readonly masked: readonly string[];
}

/** Masks what looks like a secret below a value; `at` is the pointer to it. */
function maskSecrets(value: Json, at: string, masked: string[]): Json {
  if (typeof value === 'string') return isSecretText(value) ? mask(at, masked) : value;
  if (Array.isArray(value))
    return value.map((item, index) => maskSecrets(item, `${at}/${index}`, masked));
  if (!isJsonObject(value)) return value;
  const copy = emptyObject();
  for (const [key, item] of Object.entries(value)) {
    const place = `${at}/${pointerStep(key)}`;
    const secret = item !== null && isSecretKey(key);
    copy[key] = secret ? mask(place, masked) : maskSecrets(item, place, masked);
  }
  return copy;
}

function mask(at: string, masked: string[]): string {
  masked.push(at);
  return MASK;
}

/** Replaces what a JSON pointer names; a pointer to nothing changes nothing. */
function maskPointer(value: Json, steps: readonly string[]): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return MASK;
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === step ? maskPointer(item, rest) : item));
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, step)) return value;
  const item = maskPointer(value[step]!, rest);
  return item === value[step] ? value : ({ __proto__: null, ...value, [step]: item } as JsonObject);
}

function pointerSteps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Where a document has what a caller has said: a tool's, a prompt's and any other method's arguments. */
const ARGUMENTS = ['/tool/arguments', '/prompt/arguments', '/params'];

function dropArguments(input: Json, masked: string[]): Json {
  return ARGUMENTS.reduce((value, pointer) => {
    const kept = maskPointer(value, pointerSteps(pointer));
    if (kept !== value) masked.push(`/input${pointer}`);
    return kept;
  }, input);
}

/**
 * An input document as the audit may keep it. Pointers that policies name are masked in every mode;
 * `redacted` also masks what looks like a secret, `none` the whole of what the caller has said besides.
 */
export function redactInput(
  input: Json,
  pointers: readonly string[],
  mode: ArgumentsMode,
): Masking {
  const masked: string[] = [];
  let value = input;
  for (const pointer of pointers) {
    if (pointer !== '' && !pointer.startsWith('/')) continue;
    value = maskPointer(value, pointerSteps(pointer));
    masked.push(`/input${pointer}`);
  }
  if (mode === 'none') value = dropArguments(value, masked);
  if (mode !== 'full' && holdsSecret(value)) value = maskSecrets(value, '/input', masked);
  return { value, masked };
}
