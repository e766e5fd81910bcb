/**
 * `npm run demo`: a real MCP server, an agent under `tf run`, a person who approves, over http and over
 * intercepted https. Prints what the agent saw beside the audit; exits non-zero if any of it is wrong.
 */
import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packageRoot } from '../src/base/package-root.ts';
import { mintLeaf } from '../src/proxy/certificate.ts';
import { type CertificateAuthority, createAuthority } from '../src/proxy/certificate-authority.ts';
import type { Step } from './agent.ts';
import { type AuditLine, faults, toolLines } from './expectations.ts';
import { startEverything, startTlsFront } from './servers.ts';

const here = dirname(fileURLToPath(import.meta.url));
const TF = join(here, '..', 'src', 'cli', 'main.js');
const AGENT = join(here, 'agent.js');
const SOURCES = join(packageRoot, 'demo');

/** A server certificate of the demo's own company, as an upstream outside our authority has. */
function companyIdentity(company: CertificateAuthority): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { cert: mintLeaf(company, '127.0.0.1', publicKey, 1), key };
}

/** Writes the project the demo runs in. */
function writeProject(folder: string, urls: { http: string; https: string }): void {
  const config = readFileSync(join(SOURCES, 'tameflare.yaml'), 'utf8');
  const named = config
    .replace('url: HTTP_URL', `url: ${urls.http}`)
    .replace('url: HTTPS_URL', `url: ${urls.https}`);
  writeFileSync(join(folder, 'tameflare.yaml'), named);
  cpSync(join(SOURCES, 'policies'), join(folder, 'policies'), { recursive: true });
}

async function tf(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [TF, ...args], { cwd: folder });
  return stdout;
}

/** The demo's operator: approves whatever waits, with the commands a person has. */
async function approveAll(folder: string, done: AbortSignal): Promise<void> {
  while (!done.aborted) {
    await sleep(300);
    const listed = await tf(folder, 'approvals', 'list', '--json').catch(() => '{"approvals":[]}');
    const { approvals } = JSON.parse(listed) as { approvals: { id: string }[] };
    for (const { id } of approvals)
      process.stdout.write(
        `  operator: ${await tf(folder, 'approvals', 'approve', id, '--note', 'looks harmless')}`,
      );
  }
}

/** Runs the agent under `tf run` and gives what it saw. */
async function runAgent(folder: string, url: string, extraCa: string): Promise<Step[]> {
  const steps: Step[] = [];
  const done = new AbortController();
  const child = spawn(process.execPath, [TF, 'run', '--', process.execPath, AGENT, url], {
    cwd: folder,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: extraCa },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', line => {
    if (line.startsWith('{')) steps.push(JSON.parse(line) as Step);
    else process.stdout.write(`  ${line}\n`);
  });
  const operator = approveAll(folder, done.signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  done.abort();
  await operator;
  if (code !== 0) process.stdout.write(`  tf run ended with code ${code}\n`);
  return steps;
}

function readAudit(folder: string): AuditLine[] {
  const text = readFileSync(join(folder, '.tameflare', 'audit.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as AuditLine);
}

function auditText(line: AuditLine | undefined): string {
  if (line === undefined) return 'no line';
  const args = line.input.tool === undefined ? '' : ` ${JSON.stringify(line.input.tool.arguments)}`;
  const who =
    line.approval?.decided_by === undefined
      ? ''
      : ` (approved by ${line.approval.decided_by} after ${line.hold_ms} ms)`;
  return `${line.outcome}${args}${who}`;
}

function show(server: string, steps: readonly Step[], audit: readonly AuditLine[]): void {
  const lines = toolLines(audit, server);
  steps.forEach((step, index) => {
    process.stdout.write(
      `  ${step.step}\n    agent: ${step.text.replaceAll('\n', '\n           ')}\n    audit: ${auditText(lines[index])}\n`,
    );
  });
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tameflare-demo-'));
  const company = createAuthority();
  const extraCa = join(folder, 'company-ca.pem');
  writeFileSync(extraCa, company.certificate);
  const everything = await startEverything();
  const front = await startTlsFront(everything.port, companyIdentity(company));
  try {
    writeProject(folder, { http: everything.url, https: front.url });
    const wrong: string[] = [];
    for (const [server, url] of [
      ['everything', everything.url],
      ['everything-tls', front.url],
    ] as const) {
      process.stdout.write(`\n$ tf run -- node agent.js ${url}\n`);
      const steps = await runAgent(folder, url, extraCa);
      const audit = readAudit(folder);
      show(server, steps, audit);
      wrong.push(...faults(steps, audit, server));
    }
    for (const line of wrong) process.stderr.write(`WRONG ${line}\n`);
    process.stdout.write(
      wrong.length === 0 ? '\nall as it should be\n' : `\n${wrong.length} things are wrong\n`,
    );
    return wrong.length === 0 ? 0 : 1;
  } finally {
    front.stop();
    everything.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
