import assert from 'node:assert/strict';
import test from 'node:test';
import { type Classified, classify } from '../../src/mcp/classify.ts';

interface Case {
  readonly name: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** The URL is a declared server; true unless said otherwise. */
  readonly declared?: boolean;
  readonly want: string;
}

/** `mcp legacy 2025-06-18 tools/call`, `refused 400 -32600 legacy: …`, `not-mcp`. */
function summary(result: Classified): string {
  if (result.kind === 'not-mcp') return 'not-mcp';
  if (result.kind === 'refused')
    return `refused ${result.status} ${result.code} ${result.era}: ${result.message}`;
  const methods = result.messages.map(message =>
    message.kind === 'response' ? 'response' : message.method,
  );
  return ['mcp', result.era, result.version, ...(result.batch ? ['batch'] : []), ...methods].join(
    ' ',
  );
}

const call = (extra: object = {}, params: object = {}) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'echo', ...params },
    ...extra,
  });
const modernMeta = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };
const modernHeaders = {
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': 'echo',
};

const cases: readonly Case[] = [
  {
    name: 'legacy without a version header',
    body: call(),
    want: 'mcp legacy 2025-03-26 tools/call',
  },
  {
    name: 'legacy with a version header',
    body: call(),
    headers: { 'mcp-protocol-version': '2025-11-25' },
    want: 'mcp legacy 2025-11-25 tools/call',
  },
  {
    name: 'initialize takes the version it asks for',
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18' },
    }),
    want: 'mcp legacy 2025-06-18 initialize',
  },
  {
    name: 'modern',
    body: call({}, modernMeta),
    headers: modernHeaders,
    want: 'mcp modern 2026-07-28 tools/call',
  },
  {
    name: 'modern without mirrored headers',
    body: call({}, modernMeta),
    want: "refused 400 -32020 modern: header MCP-Protocol-Version must equal the body's `2026-07-28`",
  },
  {
    name: 'modern with another tool in Mcp-Name',
    body: call({}, modernMeta),
    headers: { ...modernHeaders, 'mcp-name': 'harmless' },
    want: 'refused 400 -32020 modern: header mcp-name disagrees with the body',
  },
  {
    name: 'modern with a base64 name',
    body: call({}, { ...modernMeta, name: 'Zürich' }),
    headers: { ...modernHeaders, 'mcp-name': '=?base64?WsO8cmljaA==?=' },
    want: 'mcp modern 2026-07-28 tools/call',
  },
  {
    name: 'legacy body under a modern version header',
    body: call(),
    headers: { 'mcp-protocol-version': '2026-07-28' },
    want: 'refused 400 -32602 modern: header MCP-Protocol-Version says `2026-07-28` but the body carries no protocol version',
  },
  {
    name: 'legacy with a disagreeing Mcp-Method',
    body: call(),
    headers: { 'mcp-method': 'tools/list' },
    want: 'refused 400 -32020 modern: header mcp-method disagrees with the body',
  },
  {
    name: 'notification',
    body: '{"jsonrpc":"2.0","method":"notifications/initialized"}',
    want: 'mcp legacy 2025-03-26 notifications/initialized',
  },
  {
    name: 'response from the client',
    body: '{"jsonrpc":"2.0","id":4,"result":{}}',
    want: 'mcp legacy 2025-03-26 response',
  },
  {
    name: 'unknown method to a declared server',
    body: '{"jsonrpc":"2.0","id":1,"method":"ui/open"}',
    want: 'mcp legacy 2025-03-26 ui/open',
  },
  {
    name: 'a batch',
    body: `[${call()},{"jsonrpc":"2.0","method":"notifications/initialized"}]`,
    want: 'mcp legacy 2025-03-26 batch tools/call notifications/initialized',
  },
  {
    name: 'a batch in a version without them',
    body: `[${call()}]`,
    headers: { 'mcp-protocol-version': '2025-06-18' },
    want: 'refused 400 -32600 legacy: protocol version 2025-06-18 has no batches',
  },
  {
    name: 'an empty batch',
    body: '[]',
    want: 'refused 400 -32600 legacy: a batch must not be empty',
  },
  {
    name: 'a batch with one id twice',
    body: `[${call()},${call()}]`,
    want: 'refused 400 -32600 legacy: two requests of a batch share an id',
  },
  {
    name: 'request and result in one',
    body: call({ result: {} }),
    want: 'refused 400 -32600 legacy: a message cannot be a request and a response',
  },
  {
    name: 'error and result together',
    body: '{"jsonrpc":"2.0","id":1,"result":{},"error":{}}',
    want: 'refused 400 -32600 legacy: a response must have either `result` or `error`',
  },
  {
    name: 'null id',
    body: call({ id: null }),
    want: 'refused 400 -32600 legacy: `id` must be a string or an integer',
  },
  {
    name: 'fractional id',
    body: call({ id: 1.5 }),
    want: 'refused 400 -32600 legacy: `id` must be a string or an integer',
  },
  {
    name: 'no tool name',
    body: call({}, { name: 7 }),
    want: 'refused 400 -32600 legacy: `tools/call` needs `params.name`, a string',
  },
  {
    name: 'wrong jsonrpc',
    body: call({ jsonrpc: '1.0' }),
    want: 'refused 400 -32600 legacy: `jsonrpc` must be "2.0"',
  },
  {
    name: 'duplicate keys',
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","name":"delete"}}',
    want: 'refused 400 -32700 legacy: the body is not valid JSON: duplicate key `name` at offset 70',
  },
  {
    name: 'concatenated documents',
    body: `{"jsonrpc":"2.0","id":1,"method":"ping"}{"jsonrpc":"2.0","id":2,"method":"ping"}`,
    want: 'refused 400 -32700 legacy: the body is not valid JSON: unexpected text after the JSON value at offset 40',
  },
  {
    name: 'byte order mark',
    body: `\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}`,
    want: 'refused 400 -32700 legacy: the body is not valid JSON: unexpected character at offset 0',
  },
  {
    name: 'lone surrogate',
    body: '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"\\ud800"}}',
    want: 'refused 400 -32700 legacy: the body is not valid JSON: lone surrogate in a string at offset 55',
  },
  {
    name: 'invalid UTF-8',
    body: Buffer.concat([
      Buffer.from('{"jsonrpc":"2.0","id":1,"method":"'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]),
    want: 'refused 400 -32700 legacy: the body is not valid JSON: invalid UTF-8 at offset 0',
  },
  {
    name: 'anything else to a declared server',
    body: 'hello',
    want: 'refused 400 -32700 legacy: the body is not valid JSON: unexpected character at offset 0',
  },
  { name: 'plain JSON elsewhere', body: '{"model":"m"}', declared: false, want: 'not-mcp' },
  {
    name: 'other JSON-RPC elsewhere',
    body: '{"jsonrpc":"2.0","id":1,"method":"eth_call"}',
    declared: false,
    want: 'not-mcp',
  },
  {
    name: 'MCP to an undeclared server',
    body: call(),
    declared: false,
    want: 'mcp legacy 2025-03-26 tools/call',
  },
  {
    name: 'broken JSON-RPC elsewhere',
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/call",}',
    declared: false,
    want: 'refused 400 -32700 legacy: the body is not valid JSON: expected a key in double quotes at offset 46',
  },
  {
    name: 'another protocol’s positional parameters elsewhere',
    body: '[{"jsonrpc":"2.0","id":1,"method":"eth_call","params":[1]}]',
    declared: false,
    want: 'not-mcp',
  },
  {
    name: 'a call elsewhere that forgot to say what it is',
    body: '{"id":1,"method":"tools/call","params":{"name":"echo"}}',
    declared: false,
    want: 'refused 400 -32600 legacy: `jsonrpc` must be "2.0"',
  },
  {
    name: 'a method that borrows an action',
    body: '{"jsonrpc":"2.0","id":1,"method":"tools.call"}',
    want: 'refused 400 -32600 legacy: `tools.call` reads like a method of MCP but is none',
  },
  {
    name: 'a parameter in other letters',
    body: call({}, { Name: 'delete' }),
    want: 'refused 400 -32600 legacy: `params.Name` reads like another parameter',
  },
  {
    name: 'an invisible character',
    body: call({}, { name: 'echo\u200b' }),
    want: 'refused 400 -32600 legacy: `params.name` has an invisible character',
  },
  {
    name: 'broken JSON elsewhere that names a method',
    body: Buffer.from('{"\xff":1,"method":"tools\\/call"}', 'latin1'),
    declared: false,
    want: 'refused 400 -32700 legacy: the body is not valid JSON: invalid UTF-8 at offset 0',
  },
  { name: 'binary elsewhere', body: Buffer.from([1, 2, 3]), declared: false, want: 'not-mcp' },
];

for (const { name, body, headers = {}, declared = true, want } of cases) {
  test(`classify: ${name}`, () => {
    const post = {
      header: (key: string) => headers[key],
      body: Buffer.from(body),
      declaredServer: declared,
    };
    assert.equal(summary(classify(post)), want);
  });
}

test('a body that nests deeper than the configuration says is refused', () => {
  const body = Buffer.from(call({}, { arguments: { a: [[[[[]]]]] } }));
  const posted = { header: () => undefined, body, declaredServer: true };
  assert.match(summary(classify({ ...posted, maxDepth: 8 })), /^mcp /);
  assert.match(summary(classify({ ...posted, maxDepth: 7 })), /refused 400 -32700 .*deeper than 7/);
});
