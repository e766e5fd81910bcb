import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { childEnvironment, PRELOAD } from '../../src/run/environment.ts';
import type { TrustBundle } from '../../src/run/trust-bundle.ts';
import { httpServer, httpsServer } from '../proxy/rig.ts';
import { isInstalled, run, startRun } from './rig.ts';

const trust: TrustBundle = {
  authority: '/t/authority.pem',
  bundle: '/t/bundle.pem',
  javaTrustStore: '/t/trust.jks',
  wgetrc: '/t/wgetrc',
  phpFolder: '/t/php',
};
const proxyUrl = 'http://run:token@127.0.0.1:4000';
const environment = (base: Record<string, string> = {}, overrides = {}) =>
  childEnvironment({ base, proxyUrl, trust, overrides });

test('every variable a client is known to read', () => {
  const { PYTHONPATH, NODE_OPTIONS, ...others } = environment();
  assert.match(PYTHONPATH ?? '', /[\\/]run[\\/]python$/);
  assert.equal(NODE_OPTIONS, `--require "${PRELOAD}"`);
  assert.deepEqual(others, {
    HTTP_PROXY: proxyUrl,
    http_proxy: proxyUrl,
    HTTPS_PROXY: proxyUrl,
    https_proxy: proxyUrl,
    ALL_PROXY: proxyUrl,
    all_proxy: proxyUrl,
    NO_PROXY: '',
    no_proxy: '',
    TF_PROXY: proxyUrl,
    NODE_USE_ENV_PROXY: '1',
    SSL_CERT_FILE: '/t/bundle.pem',
    CURL_CA_BUNDLE: '/t/bundle.pem',
    REQUESTS_CA_BUNDLE: '/t/bundle.pem',
    GIT_SSL_CAINFO: '/t/bundle.pem',
    AWS_CA_BUNDLE: '/t/bundle.pem',
    PIP_CERT: '/t/bundle.pem',
    CARGO_HTTP_CAINFO: '/t/bundle.pem',
    CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: '/t/bundle.pem',
    NIX_SSL_CERT_FILE: '/t/bundle.pem',
    GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: '/t/bundle.pem',
    NODE_EXTRA_CA_CERTS: '/t/authority.pem',
    DENO_CERT: '/t/authority.pem',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.proxy',
    GIT_CONFIG_VALUE_0: proxyUrl,
    WGETRC: '/t/wgetrc',
    PHP_INI_SCAN_DIR: ':/t/php',
    JAVA_TOOL_OPTIONS:
      '-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=4000 -Dhttps.proxyHost=127.0.0.1 ' +
      '-Dhttps.proxyPort=4000 -Dhttp.nonProxyHosts= -Djdk.http.auth.tunneling.disabledSchemes= -Djavax.net.ssl.trustStore=/t/trust.jks ' +
      '-Djavax.net.ssl.trustStorePassword=changeit',
  });
});

test('what the user had set stays, before ours', () => {
  const own = environment({
    EDITOR: 'vi',
    NODE_OPTIONS: '--max-old-space-size=100',
    PYTHONPATH: '/own',
    PHP_INI_SCAN_DIR: '/own',
    JAVA_TOOL_OPTIONS: '-Xmx1g',
    GIT_CONFIG_COUNT: '2',
    NO_PROXY: 'localhost',
    no_proxy: '127.0.0.1',
  });
  assert.equal(own['EDITOR'], 'vi');
  assert.equal(own['NODE_OPTIONS'], `--max-old-space-size=100 --require "${PRELOAD}"`);
  assert.match(own['PYTHONPATH'] ?? '', /python:\/own$/);
  assert.equal(own['PHP_INI_SCAN_DIR'], '/own:/t/php');
  assert.match(own['JAVA_TOOL_OPTIONS'] ?? '', /^-Xmx1g -Dhttp/);
  assert.deepEqual([own['GIT_CONFIG_COUNT'], own['GIT_CONFIG_KEY_2']], ['3', 'http.proxy']);
  assert.deepEqual([own['NO_PROXY'], own['no_proxy']], ['', '']);
});

test('a run within a run loads the preload once', () => {
  const { NODE_OPTIONS = '' } = environment(environment());
  assert.equal(NODE_OPTIONS.split('--require').length, 2);
});

test('overrides come last, and may remove', () => {
  const changed = environment(
    { TOKEN: 'secret', KEY: 'secret' },
    { TOKEN: 'tf-1', KEY: undefined },
  );
  assert.equal(changed['TOKEN'], 'tf-1');
  assert.ok(!('KEY' in changed));
});

const PYTHON = `
import sys, urllib.request
request = urllib.request.Request(sys.argv[1], data=b'{}')
sys.stdout.write(urllib.request.urlopen(request).read().decode())
`;
interface Client {
  readonly name: string;
  readonly version: readonly string[];
  args(url: string): readonly string[];
}

const CLIENTS: readonly Client[] = [
  { name: 'curl', version: ['--version'], args: url => ['-sS', '-d', '{}', url] },
  { name: 'wget', version: ['--version'], args: url => ['-qO-', url] },
  { name: 'python3', version: ['--version'], args: url => ['-c', PYTHON, url] },
];

for (const { name, version, args } of CLIENTS) {
  test(`${name} goes through the proxy and trusts it`, async t => {
    if (!(await isInstalled(name, ...version))) return t.skip(`${name} is not installed`);
    const hello: RequestListener = (_, response) => void response.end('hello');
    const servers = [await httpServer(t, hello), await httpsServer(t, hello)];
    const { env, exchanges } = await startRun(t);
    for (const { origin } of servers) {
      const { stdout, stderr } = await run(name, args(`${origin}/${name}`), env);
      assert.equal(stdout, 'hello', stderr);
      const { request } = exchanges.at(-1)!;
      assert.deepEqual([request.origin, request.path, request.run], [origin, `/${name}`, 'run-1']);
    }
    assert.equal(exchanges.length, 2);
  });
}

test('git reads a repository through the proxy', async t => {
  if (!(await isInstalled('git', '--version'))) return t.skip('git is not installed');
  const commit = '0123456789abcdef0123456789abcdef01234567';
  const files: Readonly<Record<string, string>> = {
    '/repo.git/info/refs?service=git-upload-pack': `${commit}\trefs/heads/main\n`,
    '/repo.git/HEAD': 'ref: refs/heads/main\n',
  };
  const server = await httpsServer(t, (request, response) => {
    const file = files[request.url ?? ''];
    response.statusCode = file === undefined ? 404 : 200;
    response.end(file);
  });
  const { env, exchanges } = await startRun(t);
  const { stdout, stderr } = await run('git', ['ls-remote', `${server.origin}/repo.git`], env);
  assert.match(stdout, new RegExp(`^${commit}\tHEAD\n${commit}\trefs/heads/main\n`), stderr);
  assert.ok(exchanges.every(({ request }) => request.form === 'connect-tls'));
});
