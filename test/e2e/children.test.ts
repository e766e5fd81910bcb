/** Real programs under `tf run`: each reaches an intercepted https server, and the audit has seen it. */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';

const TF = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'cli', 'main.js');
const run = promisify(execFile);
const company = createAuthority();
const folder = mkdtempSync(join(tmpdir(), 'tf-children-'));
const repository = join(folder, 'repo.git');
let server: https.Server;
let origin: string;

/** A bare repository with one commit, served as files (git's dumb protocol). */
function makeRepository(): void {
  const work = join(folder, 'work');
  const git = (...args: string[]) => execFileSync('git', args, { stdio: 'ignore' });
  git('init', '-q', work);
  git(
    '-C',
    work,
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.com',
    'commit',
    '-q',
    '--allow-empty',
    '-m',
    'x',
  );
  git('clone', '-q', '--bare', work, repository);
  git('-C', repository, 'update-server-info');
}

function hasTool(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}

before(async () => {
  if (hasTool('git')) makeRepository();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  server = https.createServer(
    { key, cert: mintLeaf(company, '127.0.0.1', publicKey, 1) },
    (request, response) => {
      const path = new URL(request.url ?? '/', 'https://x').pathname;
      const file = path.startsWith('/repo.git/') ? join(folder, path) : undefined;
      if (file === undefined) response.end('hello from the server');
      else if (existsSync(file)) response.end(readFileSync(file));
      else response.writeHead(404).end();
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  origin = `https://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'company.pem'), company.certificate);
  writeFileSync(
    join(folder, 'tameflare.yaml'),
    `version: 1\nintercept: ["127.0.0.1"]\negress: { allow: ["127.0.0.1"] }\n`,
  );
});

after(() => {
  server.closeAllConnections();
  server.close();
});

/** How many intercepted requests the audit has. */
function recorded(): number {
  const file = join(folder, '.tameflare', 'audit.ndjson');
  if (!existsSync(file)) return 0;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.filter(line => line.includes('"action":"http.get"')).length;
}

const children: readonly [
  name: string,
  tool: string,
  command: (origin: string) => string[],
  expected: RegExp,
][] = [
  [
    'Node fetch',
    process.execPath,
    url => ['-e', `fetch('${url}/').then(r => r.text()).then(console.log)`],
    /hello from the server/,
  ],
  [
    'Node https with an Agent of its own',
    process.execPath,
    url => [
      '-e',
      `const https = require('https'); https.get('${url}/', { agent: new https.Agent() }, r => r.pipe(process.stdout))`,
    ],
    /hello from the server/,
  ],
  ['curl', 'curl', url => ['-sS', `${url}/`], /hello from the server/],
  [
    'Python urllib',
    'python3',
    url => [
      '-c',
      `import urllib.request; print(urllib.request.urlopen('${url}/').read().decode())`,
    ],
    /hello from the server/,
  ],
  ['git', 'git', url => ['ls-remote', `${url}/repo.git`], /^[0-9a-f]{40}\tHEAD/],
  ['wget', 'wget', url => ['-qO-', `${url}/`], /hello from the server/],
];

for (const [name, tool, command, expected] of children) {
  test(`${name} is governed over intercepted https`, {
    skip: hasTool(tool) ? false : `${tool} is not installed`,
  }, async () => {
    const seen = recorded();
    const { stdout } = await run(
      process.execPath,
      [TF, 'run', '--quiet', '--', tool, ...command(origin)],
      {
        cwd: folder,
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: join(folder, 'company.pem'),
          NO_PROXY: 'localhost,127.0.0.1',
        },
      },
    );
    assert.match(stdout, expected);
    assert.ok(recorded() > seen);
  });
}
