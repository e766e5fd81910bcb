import assert from 'node:assert/strict';
import test from 'node:test';
import { type CompileOptions, compile, interpret, load } from '../../src/policy/compiler.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { RegoSet } from '../../src/value/value.ts';

const POLICY = `package authz

allow if input.user in data.admins

deny contains msg if {
	some item in input.items
	item.price > 100
	msg := sprintf("%s is too dear", [item.name])
}

now := time.now_ns()
`;

const options: CompileOptions = {
  modules: { 'authz.rego': POLICY },
  data: { admins: ['alice'] },
  entrypoints: ['authz/allow', 'authz/deny'],
};

test('a policy answers for its entrypoints, the first by default', () => {
  const policy = load(compile(options));
  assert.deepEqual(policy.entrypoints, ['authz/allow', 'authz/deny']);
  assert.deepEqual(policy.evaluate({ user: 'alice' }), { kind: 'defined', value: true });
  assert.deepEqual(policy.evaluate({ user: 'bob' }), { kind: 'undefined' });
  const items = [
    { name: 'tea', price: 5 },
    { name: 'gold', price: 500 },
  ];
  assert.deepEqual(policy.evaluate({ items }, { entrypoint: 'authz/deny' }), {
    kind: 'defined',
    value: ['gold is too dear'],
  });
});

test('no input is not the same as null, and falsy inputs are inputs', () => {
  const policy = load(
    compile({ modules: { 'a.rego': 'package a\n\np := input' }, entrypoints: ['a/p'] }),
  );
  assert.deepEqual(policy.evaluate(undefined), { kind: 'undefined' });
  for (const input of [null, false, 0, '', []])
    assert.deepEqual(policy.evaluate(input), { kind: 'defined', value: input });
});

test('bytes in and text out keep digits; sets stay sets for those who ask', () => {
  const policy = load(
    compile({
      modules: { 'a.rego': 'package a\n\np := {"n": input.n, "s": {3, 1}}' },
      entrypoints: ['data.a.p'],
    }),
  );
  const bytes = Buffer.from('{"n":12345678901234567890.10}');
  assert.deepEqual(policy.evaluateJson(bytes), {
    kind: 'defined',
    value: '{"n":12345678901234567890.10,"s":[1,3]}',
  });
  const result = policy.evaluateValue(bytes);
  assert.ok(result.kind === 'defined' && JSON.stringify(result.value) !== '');
  const set = load(compile({ modules: {}, query: 'x = {3, 1}' })).evaluateValue({});
  assert.ok(set.kind === 'defined');
  assert.ok(
    Array.isArray(set.value) &&
      (set.value[0] as { get(key: string): unknown }).get('x') instanceof RegoSet,
  );
});

test('malformed input is an error, never an undefined decision', () => {
  const policy = load(compile(options));
  for (const text of ['{"user":"alice"', '{"user":"alice"} x', '']) {
    const result = policy.evaluate(Buffer.from(text));
    assert.equal(result.kind, 'error', text);
  }
});

test('a query answers with the bindings of its variables', () => {
  const policy = load(compile({ modules: {}, query: 'x := [1, 2][i]' }));
  assert.deepEqual(policy.evaluate(undefined), {
    kind: 'defined',
    value: [
      { i: 0, x: 1 },
      { i: 1, x: 2 },
    ],
  });
  assert.deepEqual(load(compile({ modules: {}, query: '1 == 2' })).evaluate(undefined), {
    kind: 'undefined',
  });
});

test('the interpreter agrees and takes the same clock', () => {
  const compiled = compile({ ...options, entrypoints: ['authz/now'] });
  assert.equal(compiled.deterministic, false);
  const now = 1_700_000_000_000_000_000n;
  assert.deepEqual(interpret(compiled.ir, { now }), load(compiled).evaluate(undefined, { now }));
});

test('the module is made once and loads on its own', () => {
  const compiled = compile(options);
  assert.equal(compiled.wasm(), compiled.wasm());
  assert.deepEqual(load(compiled.wasm(), { data: { admins: ['bob'] } }).evaluate({ user: 'bob' }), {
    kind: 'defined',
    value: true,
  });
});

test('what is read of the input, and which builtins are called', () => {
  const compiled = compile(options);
  assert.deepEqual(compiled.readSet.paths, [
    ['items', null, 'name'],
    ['items', null, 'price'],
    ['user'],
  ]);
  assert.equal(compiled.deterministic, true);
  assert.ok(compiled.builtins.includes('sprintf'));
});

test('fuel ends what would run on', () => {
  const policy = load(
    compile({
      modules: {
        'a.rego':
          'package a\n\np contains [x, y, z] if {\n\tsome x in numbers.range(1, 200)\n\tsome y in numbers.range(1, 200)\n\tsome z in numbers.range(1, 200)\n}',
      },
      entrypoints: ['a/p'],
    }),
  );
  const result = policy.evaluate({}, { fuel: 10_000 });
  assert.equal(result.kind === 'error' && result.error.code, 'eval_fuel_error');
  assert.equal(
    load(compile(options)).evaluate({ user: 'alice' }, { fuel: 10_000 }).kind,
    'defined',
  );
});

const errors: readonly [name: string, source: string, message: RegExp][] = [
  ['a parse error', 'package a\n\np if {', /a\.rego:3:\d+: rego_parse_error: /],
  [
    'an unsafe variable',
    'package a\n\np if x > 1',
    /a\.rego:3:6: rego_unsafe_var_error: variable `x` is unsafe/,
  ],
  [
    'an unknown function, with the nearest name',
    'package a\n\np := cuont([1])',
    /rego_type_error: function `cuont` is undefined[\s\S]*hint: did you mean `count`\?/,
  ],
  ['recursion', 'package a\n\np if q\n\nq if p', /rego_recursion_error/],
  [
    'a builtin that reaches out',
    'package a\n\np if {\n\tx := 1\n\thttp.send({"url": "x"})\n}',
    /a\.rego:5:2: rego_compile_error: builtin `http\.send` is not available\n {2}5 \| {2}http\.send[\s\S]*\^{9}\n {2}hint: policies do not reach the network/,
  ],
];

for (const [name, source, message] of errors) {
  test(`refused with its place: ${name}`, () => {
    assert.throws(
      () => compile({ modules: { 'a.rego': source }, entrypoints: ['a/p'] }),
      (error: unknown) => error instanceof RegoError && message.test(error.message),
    );
  });
}

test('errors of several modules are told together', () => {
  const modules = { 'a.rego': 'package a\n\np if {', 'b.rego': 'package b\n\nq := ]' };
  assert.throws(
    () => compile({ modules }),
    (error: RegoError) => error.diagnostics.length === 2,
  );
});

test('capabilities take builtins away', () => {
  const modules = { 'a.rego': 'package a\n\np := count([1])' };
  const capabilities = { builtins: [{ name: 'eq' }] };
  assert.throws(() => compile({ modules, entrypoints: ['a/p'], capabilities }), RegoError);
});
