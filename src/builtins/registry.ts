import { aggregates } from './aggregates.ts';
import { arithmetic } from './arithmetic.ts';
import { arrays } from './arrays.ts';
import { aws } from './aws.ts';
import { bits } from './bits.ts';
import type { Builtin } from './builtin.ts';
import { comparison } from './comparison.ts';
import { encoding } from './encoding.ts';
import { formatting } from './formatting.ts';
import { globs } from './globs.ts';
import { graphql } from './graphql.ts';
import { graphs } from './graphs.ts';
import { hashes } from './hashes.ts';
import { json } from './json.ts';
import { jsonPatch } from './json-patch.ts';
import { jsonPaths } from './json-paths.ts';
import { jsonSchema } from './json-schema.ts';
import { jwt } from './jwt.ts';
import { networks } from './networks.ts';
import { numbers } from './numbers.ts';
import { objects } from './objects.ts';
import { regexes } from './regexes.ts';
import { semver } from './semver.ts';
import { sets } from './sets.ts';
import { strings } from './strings.ts';
import { templates } from './templates.ts';
import { time } from './time.ts';
import { types } from './types.ts';
import { units } from './units.ts';
import { uris } from './uri.ts';
import { urlQuery } from './url-query.ts';
import { uuids } from './uuids.ts';
import { x509 } from './x509.ts';
import { yaml } from './yaml.ts';

const categories: readonly (readonly Builtin[])[] = [
  comparison,
  arithmetic,
  bits,
  numbers,
  aggregates,
  arrays,
  sets,
  objects,
  jsonPaths,
  strings,
  types,
  encoding,
  graphql,
  x509,
  templates,
  jsonSchema,
  yaml,
  jsonPatch,
  aws,
  jwt,
  hashes,
  time,
  networks,
  uuids,
  urlQuery,
  uris,
  units,
  semver,
  regexes,
  json,
  graphs,
  globs,
  formatting,
];

/** Every builtin there is, by name. What is not here does not exist for a policy. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  categories.flat().map(builtin => [builtin.name, builtin]),
);
