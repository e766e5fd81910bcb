import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOCALHOST = '127.0.0.1';

/** A port that was free a moment ago: the server takes its port from the environment. */
async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, LOCALHOST);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = net.connect(port, LOCALHOST);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export interface RunningServer {
  readonly url: string;
  stop(): void;
}

/** The MCP reference server (npm @modelcontextprotocol/server-everything) on loopback. */
export async function startEverything(): Promise<RunningServer & { readonly port: number }> {
  const entry = createRequire(import.meta.url).resolve(
    '@modelcontextprotocol/server-everything/dist/index.js',
  );
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [entry, 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  });
  for (let tries = 0; !(await listens(port)); tries++) {
    if (tries > 200 || child.exitCode !== null) throw new Error('the MCP server did not start');
    await sleep(50);
  }
  return { port, url: `http://${LOCALHOST}:${port}/mcp`, stop: () => void child.kill() };
}

/** The same server behind TLS, as a company's own would be. */
export async function startTlsFront(
  port: number,
  identity: { readonly cert: string; readonly key: string },
): Promise<RunningServer> {
  const server = https.createServer(
    { cert: identity.cert, key: identity.key },
    (request, response) => {
      const { method, url: path, headers } = request;
      const onward = http.request({ host: LOCALHOST, port, method, path, headers }, answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    },
  );
  server.listen(0, LOCALHOST);
  await once(server, 'listening');
  const { port: tlsPort } = server.address() as AddressInfo;
  return {
    url: `https://${LOCALHOST}:${tlsPort}/mcp`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
