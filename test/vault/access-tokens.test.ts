import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import { createAccessTokens } from '../../src/vault/access-tokens.ts';
import type { EntrySecret, TokenSource } from '../../src/vault/entry.ts';
import type { OpenEntry } from '../../src/vault/vault-file.ts';

interface Asked {
  readonly authorization: string | undefined;
  readonly body: URLSearchParams;
}

let server: http.Server;
let origin = '';
const asked: Asked[] = [];
let answer: { status: number; body: object } = { status: 200, body: {} };

before(async () => {
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = new URLSearchParams(Buffer.concat(chunks).toString());
    asked.push({ authorization: request.headers.authorization, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

function issues(token: string, more: object = {}): void {
  asked.length = 0;
  answer = {
    status: 200,
    body: { access_token: token, token_type: 'bearer', expires_in: 100, ...more },
  };
}

function entry(grant: TokenSource['grant'], secret: EntrySecret): OpenEntry {
  const oauth = { grant, tokenUrl: `${origin}/token`, clientId: 'me', scope: 'read' };
  const binding = { origin: 'https://a.example', path: '/' };
  const terms = {
    name: 'x',
    binding,
    placement: { kind: 'bearer' } as const,
    env: [],
    changed: '',
  };
  return { terms: { ...terms, oauth }, secret };
}

function tokensAt() {
  let now = 0;
  const kept: EntrySecret[] = [];
  const tokens = createAccessTokens({
    clock: { nowMs: () => now, nowNs: () => 0n },
    fetch,
    keep: (_entry, secret) => kept.push(secret),
  });
  return {
    tokens,
    kept,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

const CLIENT = { value: 'client-secret' };

test('client credentials get a token, once for all who ask at a time', async () => {
  issues('first-token');
  const { tokens } = tokensAt();
  const of = entry('client_credentials', CLIENT);
  const all = await Promise.all([tokens.token(of), tokens.token(of), tokens.token(of)]);
  assert.deepEqual(all, ['first-token', 'first-token', 'first-token']);
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.body.get('grant_type'), 'client_credentials');
  assert.equal(asked[0]?.body.get('scope'), 'read');
  assert.match(asked[0]?.authorization ?? '', /^Basic /);
  assert.deepEqual(tokens.held(), ['first-token']);
});

test('a token is renewed ahead of its end, and nobody waits for that', async () => {
  issues('first-token');
  const { tokens, advance } = tokensAt();
  const of = entry('client_credentials', CLIENT);
  await tokens.token(of);
  advance(79_000);
  assert.equal(await tokens.token(of), 'first-token');
  assert.equal(asked.length, 1);
  issues('second-token');
  advance(2_000);
  assert.equal(await tokens.token(of), 'first-token');
  while (tokens.held()[0] !== 'second-token') await new Promise(setImmediate);
  assert.equal(await tokens.token(of), 'second-token');
});

test('past its end a token is waited for', async () => {
  issues('first-token');
  const { tokens, advance } = tokensAt();
  const of = entry('client_credentials', CLIENT);
  await tokens.token(of);
  issues('second-token');
  advance(100_000);
  assert.equal(await tokens.token(of), 'second-token');
});

test('a refresh token is used, and the one that replaces it is kept', async () => {
  issues('first-token', { refresh_token: 'refresh-2' });
  const { tokens, kept } = tokensAt();
  await tokens.token(entry('refresh_token', { value: '', refreshToken: 'refresh-1' }));
  assert.equal(asked[0]?.body.get('refresh_token'), 'refresh-1');
  assert.equal(asked[0]?.authorization, undefined);
  assert.deepEqual(kept, [{ value: '', refreshToken: 'refresh-2' }]);
});

test('a refusal names the entry and the reason, and never a secret; the next call asks again', async () => {
  answer = {
    status: 400,
    body: { error: 'invalid_client', error_description: 'client-secret is wrong' },
  };
  const { tokens } = tokensAt();
  const of = entry('client_credentials', CLIENT);
  await assert.rejects(tokens.token(of), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'tf_vault_token');
    assert.equal(error.message, '`x`: no access token: invalid_client');
    return error.cause === undefined;
  });
  issues('first-token');
  assert.equal(await tokens.token(of), 'first-token');
});

test('a secret without OAuth is its own token', async () => {
  const { tokens } = tokensAt();
  const { terms } = entry('client_credentials', CLIENT);
  const { oauth: _, ...plain } = terms;
  assert.equal(await tokens.token({ terms: plain, secret: CLIENT }), 'client-secret');
});
