import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { type BuiltinDeclaration, builtinDeclarations } from '../../src/ir/declarations.ts';
import type { Type } from '../../src/ir/type.ts';
import { capabilitiesFile } from '../conformance/cases.ts';

function namesWhere(holds: (declaration: BuiltinDeclaration) => boolean): string[] {
  return [...builtinDeclarations]
    .filter(([, declaration]) => holds(declaration))
    .map(([name]) => name)
    .sort();
}

test('OPA 1.19 has 206 builtins', () => {
  assert.equal(builtinDeclarations.size, 206);
});

test('the marks are those of OPA', () => {
  assert.deepEqual(
    namesWhere(({ nondeterministic }) => nondeterministic === true),
    [
      'http.send',
      'io.jwt.decode_verify',
      'io.jwt.encode_sign',
      'io.jwt.encode_sign_raw',
      'net.lookup_ip_addr',
      'opa.runtime',
      'rand.intn',
      'time.now_ns',
      'uuid.rfc4122',
    ],
  );
  assert.deepEqual(
    namesWhere(({ result }) => result === undefined),
    ['internal.print', 'internal.test_case', 'print'],
  );
  assert.deepEqual(
    namesWhere(({ relation }) => relation === true),
    ['walk'],
  );
  assert.equal(namesWhere(({ deprecated }) => deprecated === true).length, 11);
});

interface OpaType {
  readonly type: string;
  readonly of?: OpaType | OpaType[];
  readonly static?: OpaType[] | { key: string; value: OpaType }[];
  readonly dynamic?: OpaType | { key: OpaType; value: OpaType };
}

/** Ours has no closed objects; OPA has one, within a result. */
const OPEN = { key: { type: 'any' }, value: { type: 'any' } };

/** OPA's JSON form of a type, as our text for it. */
function opaText(type: OpaType): string {
  switch (type.type) {
    case 'any':
      return type.of === undefined ? 'any' : union(type.of as OpaType[]);
    case 'set':
      return `set[${opaText(type.of as OpaType)}]`;
    case 'array':
      return type.static === undefined
        ? `array[${opaText(type.dynamic as OpaType)}]`
        : `[${(type.static as OpaType[]).map(opaText).join(', ')}]`;
    case 'object': {
      const { key, value } = (type.dynamic ?? OPEN) as { key: OpaType; value: OpaType };
      const fields = (type.static ?? []) as { key: string; value: OpaType }[];
      const texts = fields.map(field => `${field.key}: ${opaText(field.value)}`).sort();
      return `object{${[...texts, `${opaText(key)}: ${opaText(value)}`].join(', ')}}`;
    }
    default:
      return type.type;
  }
}

function union(types: readonly OpaType[]): string {
  return types.map(opaText).sort().join(' | ');
}

/** Our text with the members of unions and the fields of objects sorted, as those of OPA are above. */
function sortedText(type: Type): string {
  switch (type.kind) {
    case 'union':
      return type.of.map(sortedText).sort().join(' | ');
    case 'array':
    case 'set':
      return `${type.kind}[${sortedText(type.of)}]`;
    case 'tuple':
      return `[${type.items.map(sortedText).join(', ')}]`;
    case 'object': {
      const fields = Object.entries(type.fields).map(([name, of]) => `${name}: ${sortedText(of)}`);
      const rest = `${sortedText(type.key)}: ${sortedText(type.value)}`;
      return `object{${[...fields.sort(), rest].join(', ')}}`;
    }
    default:
      return type.kind;
  }
}

interface OpaBuiltin {
  readonly name: string;
  readonly decl: { args?: OpaType[]; result?: OpaType; variadic?: OpaType };
  readonly infix?: string;
  readonly relation?: boolean;
  readonly nondeterministic?: boolean;
  readonly deprecated?: boolean;
}

const skip = existsSync(capabilitiesFile) ? false : 'OPA’s capabilities are not on this machine';

test('every declaration is that of OPA’s capabilities', { skip }, () => {
  const { builtins } = JSON.parse(readFileSync(capabilitiesFile, 'utf8')) as {
    builtins: OpaBuiltin[];
  };
  const theirs = builtins.map(({ name, decl, infix, relation, nondeterministic, deprecated }) => ({
    name,
    args: (decl.args ?? []).map(opaText),
    result: decl.result && opaText(decl.result),
    variadic: decl.variadic && opaText(decl.variadic),
    infix,
    relation,
    nondeterministic,
    deprecated,
  }));
  const ours = [...builtinDeclarations].map(([name, declared]) => ({
    name,
    args: declared.args.map(sortedText),
    result: declared.result && sortedText(declared.result),
    variadic: declared.variadic && sortedText(declared.variadic),
    infix: declared.infix,
    relation: declared.relation,
    nondeterministic: declared.nondeterministic,
    deprecated: declared.deprecated,
  }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  assert.deepEqual(ours.sort(byName), theirs.sort(byName));
});
