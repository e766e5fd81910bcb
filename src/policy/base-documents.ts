/** The base documents of a bundle: data.json and data.yaml files, mounted under their folders' names. */
import { parse } from 'yaml';
import { messageOf, TfError } from '../base/errors.ts';
import { decodeUtf8 } from '../base/json.ts';
import { fromJs, parseValue } from '../value/json.ts';
import { RegoObject, Undefined, type Value } from '../value/value.ts';

/** One data file. */
export interface DataFile {
  /** Path below the policy folder: `github/data.json` is mounted at `data.github`. */
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

function read({ path, bytes }: DataFile): Value {
  if (path.endsWith('.json')) return parseValue(bytes, { duplicates: 'refuse' });
  return fromJs(parse(decodeUtf8(bytes), { intAsBigInt: true, prettyErrors: false }));
}

function fail(file: DataFile, message: string, cause?: unknown): never {
  throw new TfError('tf_policy_load', `${file.name}: ${message}`, { cause });
}

function documentOf(file: DataFile): RegoObject {
  let value: Value;
  try {
    value = read(file);
  } catch (cause) {
    return fail(file, messageOf(cause), cause);
  }
  if (!(value instanceof RegoObject)) return fail(file, 'a base document must be an object');
  return file.path
    .split('/')
    .slice(0, -1)
    .reduceRight((inner, folder) => RegoObject.of([[folder, inner]]), value);
}

/** Two files may add to one object, but not give one place two values. */
function merge(file: DataFile, into: RegoObject, from: RegoObject, path: string): RegoObject {
  return from.entries().reduce((merged, { key, value }) => {
    const place = `${path}.${String(key)}`;
    const known = merged.get(key);
    if (known === Undefined) return merged.with(key, value);
    if (!(known instanceof RegoObject) || !(value instanceof RegoObject)) {
      return fail(file, `\`${place}\` has a value from another file already`);
    }
    return merged.with(key, merge(file, known, value, place));
  }, into);
}

/** All data files as one document. @throws TfError `tf_policy_load` */
export function mergeDocuments(files: readonly DataFile[]): RegoObject {
  return files.reduce(
    (merged, file) => merge(file, merged, documentOf(file), 'data'),
    RegoObject.empty,
  );
}
