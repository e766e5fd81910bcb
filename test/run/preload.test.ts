import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { packageRoot } from '../../src/base/package-root.ts';
import { PRELOAD } from '../../src/run/environment.ts';
import { httpServer, httpsServer } from '../proxy/rig.ts';
import { run, startRun } from './rig.ts';

const UNDICI = JSON.stringify(join(packageRoot, 'node_modules', 'undici', 'index.js'));
const SDK = JSON.stringify(
  join(packageRoot, 'node_modules/@modelcontextprotocol/sdk/dist/esm/client'),
);

/** Every way a Node program asks for a URL: a script that is given `url` and makes `text`. */
const WAYS: Readonly<Record<string, string>> = {
  fetch: 'text = await (await fetch(url)).text()',
  'fetch with a Request': 'text = await (await fetch(new Request(url))).text()',
  'http(s).get': 'text = await read(mod(url).get(url))',
  'an Agent of its own':
    'text = await read(mod(url).get(url, { agent: new (mod(url).Agent)({ keepAlive: true }) }))',
  'no Agent': 'text = await read(mod(url).get(url, { agent: false }))',
  'a named import': 'text = await read((url[4] === "s" ? secureGet : get)(url))',
  'options without a URL': `const { hostname: host, port, pathname: path } = new URL(url);
    const asking = mod(url).request({ host, port, path }); asking.end(); text = await read(asking)`,
  'npm undici': 'text = await (await undici.request(url)).body.text()',
  'npm undici’s fetch': 'text = await (await undici.fetch(url)).text()',
  'npm undici with an Agent of its own':
    'text = await (await undici.request(url, { dispatcher: new undici.Agent({ bodyTimeout: 0 }) })).body.text()',
  'fetch with npm undici’s Agent':
    'undici.setGlobalDispatcher(new undici.Agent({ headersTimeout: 0 })); text = await (await fetch(url)).text()',
};

/** Runs each way in a process of its own turn: prints one JSON object of name → text. */
const SCRIPT = `
import http, { get } from 'node:http';
import https, { get as secureGet } from 'node:https';
import undici from ${UNDICI};
const mod = url => (url.startsWith('https') ? https : http);
const read = asking => new Promise((resolve, reject) => {
  asking.on('error', reject).on('response', async response => {
    let text = '';
    for await (const chunk of response) text += chunk;
    resolve(text);
  });
});
const seen = {};
for (const origin of process.argv.slice(2)) {
  ${Object.entries(WAYS)
    .map(([name, way], index) => {
      const key = JSON.stringify(name);
      return `{ const url = origin + '/${index}'; let text;
        try { ${way} } catch (error) { text = String(error.cause ?? error) }
        seen[${key}] = [...(seen[${key}] ?? []), text]; }`;
    })
    .join('\n  ')}
}
console.log(JSON.stringify(seen));
process.exit();
`;

const hello: RequestListener = (_, response) => void response.end('hello');

test('every way of asking goes through the proxy', async t => {
  const origins = [(await httpServer(t, hello)).origin, (await httpsServer(t, hello)).origin];
  const { env, folder, exchanges } = await startRun(t);
  const script = join(folder, 'ask.mjs');
  writeFileSync(script, SCRIPT);
  const { stdout, stderr } = await run(process.execPath, [script, ...origins], env);
  const seen: Record<string, string[]> = stdout === '' ? assert.fail(stderr) : JSON.parse(stdout);
  const paths = (origin: string) =>
    exchanges.filter(({ request }) => request.origin === origin).map(({ request }) => request.path);
  Object.keys(WAYS).forEach((name, index) => {
    assert.deepEqual(seen[name], ['hello', 'hello'], name);
    for (const origin of origins)
      assert.ok(paths(origin).includes(`/${index}`), `${name} ${origin}`);
  });
  assert.equal(exchanges.length, 2 * Object.keys(WAYS).length);
});

test('without the proxy there is no connection', async t => {
  const server = await httpServer(t, () => assert.fail('reached directly'));
  const { env, folder, proxy } = await startRun(t);
  const script = join(folder, 'ask.mjs');
  writeFileSync(script, SCRIPT);
  await proxy.close();
  const { stdout } = await run(process.execPath, [script, server.origin], env);
  for (const [name, [text = '']] of Object.entries(
    JSON.parse(stdout) as Record<string, string[]>,
  )) {
    assert.match(text, /ECONNREFUSED|other side closed|socket/i, name);
  }
});

test('a proxy that refuses ends the connection with its reason', async t => {
  const refusing = await httpServer(t, hello);
  refusing.server.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  const env = { NODE_OPTIONS: `--require "${PRELOAD}"`, TF_PROXY: refusing.origin };
  const script =
    'fetch("http://127.0.0.1:81/").catch(e => console.log(e.cause.code, e.cause.message))';
  const { stdout, stderr } = await run(process.execPath, ['-e', script], env);
  const reason = 'ERR_PROXY_TUNNEL the proxy refused the connection: HTTP/1.1 403 Forbidden\n';
  assert.equal(stdout, reason, stderr);
});

test('what goes to the proxy already is left alone', async t => {
  const server = await httpServer(t, hello);
  const { env, exchanges, proxy } = await startRun(t);
  const script = `
    const { username, password } = new URL(process.env.HTTP_PROXY);
    const auth = Buffer.from(decodeURIComponent(username + ':' + password)).toString('base64');
    const headers = { host: '127.0.0.1:${server.port}', 'proxy-authorization': 'Basic ' + auth };
    require('http').get({ host: '127.0.0.1', port: ${proxy.port}, path: '${server.origin}/own', headers },
      response => response.pipe(process.stdout));`;
  const { stdout, stderr } = await run(process.execPath, ['-e', script], env);
  assert.equal(stdout, 'hello', stderr);
  assert.deepEqual(
    exchanges.map(({ request }) => request.form),
    ['absolute'],
  );
  assert.equal(proxy.counters.intercepted, 0);
});

test('sockets that are not HTTP are left alone', async t => {
  const greeter = createTcpServer(socket => void socket.end('hello'));
  await new Promise<void>(resolve => greeter.listen(0, '127.0.0.1', resolve));
  t.after(() => greeter.close());
  const { port } = greeter.address() as { port: number };
  const { env, proxy } = await startRun(t);
  const script = `require('net').connect(${port}, '127.0.0.1').pipe(process.stdout)`;
  assert.equal((await run(process.execPath, ['-e', script], env)).stdout, 'hello');
  assert.equal(proxy.counters.intercepted, 0);
});

test('an HTTP server on a Unix socket is reached directly', async t => {
  const { env, folder } = await startRun(t);
  const path = join(folder, 'http.sock');
  const server = createServer(hello);
  await new Promise<void>(resolve => server.listen(path, resolve));
  t.after(() => server.close());
  const script = `require('http').get({ socketPath: ${JSON.stringify(path)} }, r => r.pipe(process.stdout))`;
  const { stdout, stderr } = await run(process.execPath, ['-e', script], env);
  assert.equal(stdout, 'hello', stderr);
});

test('an MCP client of the TypeScript SDK is governed', async t => {
  const server = await httpServer(t, async (request, response) => {
    const mcp = new McpServer({ name: 'test', version: '1' });
    mcp.registerTool('greet', { description: 'Greets' }, async () => ({
      content: [{ type: 'text', text: 'hello' }],
    }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined as never });
    response.on('close', () => void transport.close());
    await mcp.connect(transport as never);
    await transport.handleRequest(request, response);
  });
  const { env, folder, exchanges } = await startRun(t);
  const script = join(folder, 'client.mjs');
  writeFileSync(
    script,
    `import { Client } from ${SDK.slice(0, -1)}/index.js";
    import { StreamableHTTPClientTransport } from ${SDK.slice(0, -1)}/streamableHttp.js";
    const client = new Client({ name: 'c', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(process.argv[2])));
    const { tools } = await client.listTools();
    const { content } = await client.callTool({ name: 'greet' });
    console.log(tools[0].name, content[0].text);
    process.exit();`,
  );
  const { stdout, stderr } = await run(process.execPath, [script, `${server.origin}/mcp`], env);
  assert.equal(stdout, 'greet hello\n', stderr);
  const bodies = exchanges.map(({ request }) =>
    request.body.kind === 'complete' && request.method === 'POST'
      ? JSON.parse(String(request.body.bytes)).method
      : request.method,
  );
  for (const method of ['initialize', 'tools/list', 'tools/call'])
    assert.ok(bodies.includes(method));
});

test('a process without a proxy is as it was', async () => {
  const script = 'console.log(fetch.toString().includes("native code") || fetch.length)';
  const plain = await run(process.execPath, ['-e', script], {});
  const loaded = await run(process.execPath, ['--require', PRELOAD, '-e', script], {});
  assert.equal(loaded.stdout, plain.stdout);
});
