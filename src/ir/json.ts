/*
 * Plans on disk: OPA's `plan.json` (OPA: docs, "Intermediate Representation").
 *
 * Where OPA's writers and documents differ, this reader takes every form and the writer gives the one
 * that most readers know: a null list is an empty one; MakeNumberRefStmt has `index` or `Index` (both
 * are written); operands of IsDefinedStmt and the like are bare locals. A plan may come from
 * anywhere, so every field is checked, and a fault is told with its path in the document.
 */
import { TfError } from '../base/errors.ts';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  parseJson,
  stringifyJson,
} from '../base/plain-json.ts';
import { builtinDeclarations } from './declarations.ts';
import type { Block, BuiltinFunc, Func, Location, Operand, Plan, Policy, Stmt } from './plan.ts';
import { type FieldKind, fieldsOf, isStatementKind } from './statement-fields.ts';
import type { Type } from './type.ts';

/** Blocks nest, and each level is several levels of JSON. */
const MAX_DEPTH = 2048;

function fail(path: string, message: string): never {
  throw new TfError('tf_policy_invalid', `plan: \`${path}\`: ${message}`);
}

function object(json: Json | undefined, path: string): JsonObject {
  if (!isJsonObject(json)) fail(path, 'expected an object');
  return json;
}

/** A list; Go writes an empty one as `null` or not at all. */
function list<T>(json: Json | undefined, path: string, read: (item: Json, path: string) => T): T[] {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) fail(path, 'expected an array');
  return json.map((item, index) => read(item, `${path}[${index}]`));
}

function text(json: Json | undefined, path: string): string {
  if (typeof json !== 'string') fail(path, 'expected a string');
  return json;
}

function integer(json: Json | undefined, path: string): number {
  if (!Number.isSafeInteger(json)) fail(path, 'expected an integer');
  return json as number;
}

function natural(json: Json | undefined, path: string): number {
  const value = integer(json, path);
  if (value < 0) fail(path, 'expected an integer that is not negative');
  return value;
}

function operand(json: Json | undefined, path: string): Operand {
  const { type, value } = object(json, path);
  switch (type) {
    case 'local':
    case 'string_index':
      return { kind: type, value: natural(value, `${path}.value`) };
    case 'bool':
      if (typeof value !== 'boolean') fail(`${path}.value`, 'expected a boolean');
      return { kind: 'bool', value };
    default:
      return fail(`${path}.type`, 'expected `local`, `bool` or `string_index`');
  }
}

function block(json: Json | undefined, path: string): Block {
  return { stmts: list(object(json, path)['stmts'], `${path}.stmts`, statement) };
}

function field(kind: FieldKind, json: Json | undefined, path: string): unknown {
  switch (kind) {
    case 'integer':
      return integer(json, path);
    case 'function':
      return text(json, path);
    case 'operand':
      return operand(json, path);
    case 'operands':
    case 'arguments':
      return list(json, path, operand);
    case 'uses':
    case 'strings':
      return list(json, path, natural);
    case 'block':
      return block(json, path);
    case 'blocks':
      return list(json, path, block);
    default:
      return natural(json, path);
  }
}

function statement(json: Json, path: string): Stmt {
  const { type, stmt } = object(json, path);
  const kind = text(type, `${path}.type`);
  if (!isStatementKind(kind)) fail(`${path}.type`, `unknown statement \`${kind}\``);
  const body = object(stmt, `${path}.stmt`);
  const fields = fieldsOf(kind).map(([name, of]) => {
    const value = kind === 'MakeNumberRefStmt' ? (body[name] ?? body['Index']) : body[name];
    return [name, field(of, value, `${path}.stmt.${name}`)];
  });
  return { kind, ...Object.fromEntries(fields), location: location(body, `${path}.stmt`) } as Stmt;
}

function location(body: JsonObject, path: string): Location {
  const at = (name: string) => natural(body[name] ?? 0, `${path}.${name}`);
  return { file: at('file'), row: at('row'), col: at('col') };
}

function plan(json: Json, path: string): Plan {
  const { name, blocks } = object(json, path);
  return { name: text(name, `${path}.name`), blocks: list(blocks, `${path}.blocks`, block) };
}

function func(json: Json, path: string): Func {
  const body = object(json, path);
  return {
    name: text(body['name'], `${path}.name`),
    ...(Array.isArray(body['path']) && { path: list(body['path'], `${path}.path`, text) }),
    params: list(body['params'], `${path}.params`, natural),
    return: natural(body['return'], `${path}.return`),
    blocks: list(body['blocks'], `${path}.blocks`, block),
  };
}

function constant(json: Json, path: string): string {
  return text(object(json, path)['value'], `${path}.value`);
}

function builtinFunc(json: Json, path: string): BuiltinFunc {
  const { name, decl } = object(json, path);
  const declared = { name: text(name, `${path}.name`) };
  if (!isJsonObject(decl)) return declared;
  return { ...declared, arity: list(decl['args'], `${path}.decl.args`, () => null).length };
}

/** A plan document, as parsed JSON or as text. @throws TfError `tf_policy_invalid` | JsonError */
export function planFromJson(document: Json | Uint8Array): Policy {
  const json =
    typeof document === 'string' || document instanceof Uint8Array
      ? parseJson(document, { maxDepth: MAX_DEPTH })
      : document;
  const root = object(json, '$');
  const fixed = object(root['static'] ?? {}, 'static');
  return {
    static: {
      strings: list(fixed['strings'], 'static.strings', constant),
      builtinFuncs: list(fixed['builtin_funcs'], 'static.builtin_funcs', builtinFunc),
      files: list(fixed['files'], 'static.files', constant),
    },
    plans: list(object(root['plans'] ?? {}, 'plans')['plans'], 'plans.plans', plan),
    funcs: list(object(root['funcs'] ?? {}, 'funcs')['funcs'], 'funcs.funcs', func),
  };
}

function operandJson({ kind, value }: Operand): Json {
  return { type: kind, value };
}

function blockJson({ stmts }: Block): Json {
  return { stmts: stmts.map(statementJson) };
}

function fieldJson(kind: FieldKind, value: unknown): Json {
  switch (kind) {
    case 'operand':
      return operandJson(value as Operand);
    case 'operands':
    case 'arguments':
      return (value as Operand[]).map(operandJson);
    case 'block':
      return blockJson(value as Block);
    case 'blocks':
      return (value as Block[]).map(blockJson);
    default:
      return value as Json;
  }
}

function statementJson(stmt: Stmt): Json {
  const values = stmt as unknown as Record<string, unknown>;
  const fields = fieldsOf(stmt.kind).map(([name, of]) => [name, fieldJson(of, values[name])]);
  const twin = stmt.kind === 'MakeNumberRefStmt' ? { Index: stmt.index } : {};
  return { type: stmt.kind, stmt: { ...Object.fromEntries(fields), ...twin, ...stmt.location } };
}

function typeJson(type: Type): Json {
  switch (type.kind) {
    case 'array':
      return { type: 'array', dynamic: typeJson(type.of) };
    case 'tuple':
      return { type: 'array', static: type.items.map(typeJson) };
    case 'set':
      return { type: 'set', of: typeJson(type.of) };
    case 'object':
      return {
        type: 'object',
        static: Object.entries(type.fields).map(([key, value]) => ({
          key,
          value: typeJson(value),
        })),
        dynamic: { key: typeJson(type.key), value: typeJson(type.value) },
      };
    case 'union':
      return { type: 'any', of: type.of.map(typeJson) };
    default:
      return { type: type.kind };
  }
}

function builtinJson({ name, arity = 0 }: BuiltinFunc): Json {
  const known = builtinDeclarations.get(name);
  const args = known?.args ?? Array.from({ length: arity }, (): Type => ({ kind: 'any' }));
  const result = known === undefined ? { type: 'any' } : known.result && typeJson(known.result);
  const returned = result === undefined ? {} : { result };
  return { name, decl: { type: 'function', args: args.map(typeJson), ...returned } };
}

function constants(values: readonly string[]): Json {
  return values.map(value => ({ value }));
}

/** A policy as OPA's plan document, in text. */
export function planToJson(policy: Policy): string {
  return stringifyJson({
    static: {
      strings: constants(policy.static.strings),
      builtin_funcs: policy.static.builtinFuncs.map(builtinJson),
      files: constants(policy.static.files),
    },
    plans: {
      plans: policy.plans.map(({ name, blocks }) => ({ name, blocks: blocks.map(blockJson) })),
    },
    funcs: { funcs: policy.funcs.map(funcJson) },
  });
}

function funcJson({ name, path, params, return: result, blocks }: Func): Json {
  return {
    name,
    ...(path !== undefined && { path: [...path] }),
    params: [...params],
    return: result,
    blocks: blocks.map(blockJson),
  };
}
