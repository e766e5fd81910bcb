/** Servers behind the proxy: TLS in front of one, and programs that listen on a port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';

export interface Front {
  readonly url: string;
  /** A file with the authority that its certificate is from. */
  readonly caFile: string;
  close(): void;
}

/** TLS on loopback in front of an MCP server, under an authority of its own. */
export async function startFront(target: string): Promise<Front> {
  const authority = createAuthority();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const cert = mintLeaf(authority, '127.0.0.1', publicKey, 1);
  const { hostname, port } = new URL(target);
  const front = https.createServer({ key, cert }, (request, response) => {
    const { method, url, headers } = request;
    const onward = http.request(
      {
        host: hostname,
        port,
        method,
        path: url,
        headers: { ...headers, host: `${hostname}:${port}` },
      },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const caFile = join(mkdtempSync(join(tmpdir(), 'tf-front-')), 'authority.pem');
  writeFileSync(caFile, authority.certificate);
  const { pathname } = new URL(target);
  return {
    url: `https://127.0.0.1:${(front.address() as AddressInfo).port}${pathname}`,
    caFile,
    close: () => {
      front.closeAllConnections();
      front.close();
    },
  };
}

/** A port that is free now, below those that outgoing connections take. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A program that serves on a port. */
export interface Served {
  readonly port: number;
  close(): void;
}

async function isOpen(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await isOpen(port)) return;
    if (child.exitCode !== null) break;
    await sleep(100);
  }
  throw new Error(`nothing listens on port ${port}`);
}

/** Starts a program and waits until it listens. */
export async function serve(
  command: (port: number) => readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const port = await freePort();
  const [file = '', ...args] = command(port);
  const child = spawn(file, args, {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: 'ignore',
  });
  await untilOpen(port, child);
  return { port, close: () => void child.kill() };
}
