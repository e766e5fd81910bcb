import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { goJson } from '../../src/builtins/go-json.ts';
import { fromJs } from '../../src/value/json.ts';
import { regoText } from '../../src/value/rego-text.ts';
import { callBuiltin, constant, outcomeOf } from '../support/builtin-table.ts';

const encode = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

function hs256(header: object, payload: unknown, secret = 'secret'): string {
  const data = `${encode({ alg: 'HS256', ...header })}.${encode(payload)}`;
  return `${data}.${createHmac('sha256', secret).update(data).digest('base64url')}`;
}

const verify = (token: string, constraints: string) =>
  outcomeOf(`io.jwt.decode_verify("${token}", ${constraints})`);
const REFUSED = '[false, {}, {}]';

test('decode tells header, claims and the signature in hex', () => {
  const token = hs256({ typ: 'JWT' }, { iss: 'opa' });
  const [header, claims, signature] = callBuiltin('io.jwt.decode', [token]) as never[];
  assert.equal(regoText(header!), '{"alg": "HS256", "typ": "JWT"}');
  assert.equal(regoText(claims!), '{"iss": "opa"}');
  assert.match(signature!, /^[0-9a-f]{64}$/);
});

test('a token in a token is opened, but not without end', () => {
  const inner = hs256({}, { a: 1 });
  const nested = hs256({ cty: 'JWT' }, JSON.stringify(inner));
  assert.match(outcomeOf(`io.jwt.decode("${nested}")`), /\{"a": 1\}/);
  let deep = inner;
  for (let depth = 0; depth < 18; depth++) deep = hs256({ cty: 'JWT' }, deep);
  const message = /eval_builtin_error: .*: JWT is nested too deep/;
  assert.match(outcomeOf(`io.jwt.decode("${deep}")`), message);
  assert.match(verify(deep, '{"secret": "secret"}'), message);
});

const malformed: readonly (readonly [string, string])[] = [
  ['abc', 'encoded JWT had no period separators'],
  ['a.b', 'encoded JWT must have 3 sections, found 2'],
  ['a.b.c.d', 'encoded JWT must have 3 sections, found 4'],
  ['a^.b.c', 'JWT header had invalid encoding: illegal base64 data at input byte 1'],
  [`${encode('[]')}.b.c`, 'bad JWT header: decoded JSON type was not an Object'],
  [`${encode({ enc: 'x' })}.e30.e30`, 'JWT is a JWE object, which is not supported'],
  [`${encode({})}.^^.c`, 'JWT payload had invalid encoding: illegal base64 data at input byte 0'],
  [`${encode({})}.${encode('1')}.e30`, 'decoded JSON type was not an Object'],
  [
    `${encode({})}.e30.^^`,
    'JWT signature had invalid encoding: illegal base64 data at input byte 0',
  ],
];

for (const [token, message] of malformed) {
  test(`decode: ${message}`, () => {
    const outcome = outcomeOf(`io.jwt.decode("${token}")`);
    assert.equal(outcome, `eval_builtin_error: io.jwt.decode: ${message}`);
  });
}

test('verify with a secret', () => {
  const token = hs256({}, {});
  assert.equal(outcomeOf(`io.jwt.verify_hs256("${token}", "secret")`), 'true');
  assert.equal(outcomeOf(`io.jwt.verify_hs256("${token}", "other")`), 'false');
  assert.equal(outcomeOf(`io.jwt.verify_hs384("${token}", "secret")`), 'false');
});

const claims: readonly (readonly [payload: object, constraints: string, ok: boolean])[] = [
  [{}, '{"secret": "secret"}', true],
  [{}, '{"secret": "wrong"}', false],
  [{}, '{"secret": "secret", "alg": "HS384"}', false],
  [{ iss: 'x' }, '{"secret": "secret", "iss": "x"}', true],
  [{ iss: 'x' }, '{"secret": "secret", "iss": "y"}', false],
  [{}, '{"secret": "secret", "iss": "x"}', false],
  [{ aud: 'x' }, '{"secret": "secret", "aud": "x"}', true],
  [{ aud: ['w', 'x'] }, '{"secret": "secret", "aud": "x"}', true],
  [{ aud: 'x' }, '{"secret": "secret"}', false],
  [{}, '{"secret": "secret", "aud": "x"}', false],
  [{ exp: 3000.2 }, '{"secret": "secret", "time": 3000100000000}', true],
  [{ exp: 3000 }, '{"secret": "secret", "time": 3000000000000}', false],
  [{ exp: 3000 }, '{"secret": "secret"}', false],
  [{ nbf: 1000 }, '{"secret": "secret", "time": 1000000000000}', true],
  [{ nbf: 1000 }, '{"secret": "secret", "time": 999999999999}', false],
];

for (const [payload, constraints, ok] of claims) {
  test(`${JSON.stringify(payload)} under ${constraints}: ${ok}`, () => {
    const outcome = verify(hs256({}, payload), constraints);
    assert.equal(outcome, ok ? `[true, {"alg": "HS256"}, ${text(payload)}]` : REFUSED);
  });
}

function text(payload: object): string {
  return regoText(fromJs(payload));
}

test('headers that do not hold', () => {
  const constraints = '{"secret": "secret"}';
  assert.equal(verify(hs256({ crit: ['b64'], b64: false }, {}), constraints), REFUSED);
  assert.equal(verify(hs256({ alg: '' }, {}), constraints), REFUSED);
  assert.equal(verify(hs256({ alg: 'none' }, {}), constraints), REFUSED);
  assert.match(verify(hs256({ crit: [] }, {}), constraints), /crit: must be a nonempty list/);
  assert.match(verify(hs256({ crit: 1 }, {}), constraints), /crit: must be a list/);
  assert.match(verify(hs256({ kid: 1 }, {}), constraints), /kid: must be a string/);
});

const badConstraints: readonly (readonly [string, string])[] = [
  ['{}', 'no key constraint'],
  ['{"secret": "a", "cert": "b"}', 'duplicate key constraints'],
  ['{"secret": 1}', 'secret constraint: must be a string'],
  ['{"secret": "a", "bad": 1}', 'unknown token validation constraint: bad'],
  ['{"secret": "a", "time": "x"}', 'token time constraint: must be a number'],
  ['{"secret": "a", "time": -1}', 'token time constraint: must not be negative'],
];

for (const [constraints, message] of badConstraints) {
  test(`constraints ${constraints}: ${message}`, () => {
    const outcome = verify(hs256({}, {}), constraints);
    assert.equal(outcome, `eval_builtin_error: io.jwt.decode_verify: ${message}`);
  });
}

test('claims of a wrong type are errors', () => {
  const constraints = '{"secret": "secret"}';
  assert.match(verify(hs256({}, { exp: 'x' }), constraints), /exp value must be a number/);
  assert.match(verify(hs256({}, { nbf: null }), constraints), /nbf value must be a number/);
});

test('a public key does not verify a MAC made with its text', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string;
  const token = hs256({}, {}, pem);
  assert.equal(verify(token, `{"cert": ${JSON.stringify(pem)}}`), REFUSED);
});

test('the kid of the header picks the key of a set', () => {
  const make = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [one, two] = [make(), make()];
  const jwk = (pair: ReturnType<typeof make>, kid: string) => ({
    ...pair.publicKey.export({ format: 'jwk' }),
    kid,
  });
  const set = JSON.stringify({ keys: [jwk(one, '1'), jwk(two, '2')] });
  const sign = (kid: string) =>
    callBuiltin('io.jwt.encode_sign', [
      fromJs({ alg: 'ES256', kid }),
      fromJs({}),
      fromJs(two.privateKey.export({ format: 'jwk' })),
    ]) as string;
  const verified = (kid: string) => callBuiltin('io.jwt.verify_es256', [sign(kid), set]);
  assert.equal(verified('2'), true);
  assert.equal(verified('1'), false);
  assert.equal(verified('3'), true);
});

const KEY = '{"kty": "oct", "k": "c2VjcmV0"}';

test('encode_sign: what it signs verifies', () => {
  const token = callBuiltin('io.jwt.encode_sign', [
    fromJs({ alg: 'HS256', typ: 'JWT' }),
    constant('{"n": 1.50, "s": {"<"}}'),
    constant(KEY),
  ]);
  assert.equal(callBuiltin('io.jwt.verify_hs256', [token as string, 'secret']), true);
  const payload = Buffer.from((token as string).split('.')[1]!, 'base64url').toString();
  assert.equal(payload, goJson(constant('{"n": 1.50, "s": {"<"}}')));
});

const unsigned: readonly (readonly [header: string, payload: string, message: string])[] = [
  ['{}', '{}', 'missing or invalid \'alg\' header: jwsbb: header "alg" not found'],
  ['e', '{}', 'missing or invalid \'alg\' header: jwsbb: header "alg" not found'],
  ['{"alg', '{}', "missing or invalid 'alg' header: cannot parse JSON"],
  ['{"alg": "none"}', '{}', 'unknown JWS algorithm: none'],
  ['{"alg": "HS256"}', 'e', 'type is JWT but payload is not JSON'],
];

for (const [header, payload, message] of unsigned) {
  test(`encode_sign_raw ${header} ${payload}: ${message}`, () => {
    assert.throws(() => callBuiltin('io.jwt.encode_sign_raw', [header, payload, KEY]), {
      message: `io.jwt.encode_sign_raw: ${message}`,
    });
  });
}

test('a payload of another type than JWT may be any text', () => {
  const header = '{"alg": "HS256", "typ": "text/plain"}';
  const token = callBuiltin('io.jwt.encode_sign_raw', [header, 'plain', KEY]) as string;
  assert.equal(token.split('.')[1], encode('plain'));
  const none = ['{"alg": "HS256"}', '{}', '{"keys": []}'];
  assert.throws(() => callBuiltin('io.jwt.encode_sign_raw', none), /no keys found in JWK set/);
});
