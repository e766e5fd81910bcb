/*
 * A real `opa` as a server on a socket of its own: one process answers for thousands of programs, each
 * put in the place of the one before.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type Json, parseJson, stringifyJson } from '../../src/base/plain-json.ts';
import type { Answer, Refusal } from './outcome.ts';

interface Reply {
  readonly status: number;
  readonly body: Json;
}

/** What `opa` answers when a request makes it panic. */
const PANIC: Reply = { status: 500, body: { code: 'opa_panic', message: 'opa panics' } };

/** The version of the `opa` on the path, or nothing. */
export function opaVersion(): string | undefined {
  try {
    const text = execFileSync('opa', ['version'], { encoding: 'utf8', stdio: 'pipe' });
    return /^Version: (.*)$/m.exec(text)?.[1];
  } catch {
    return undefined;
  }
}

interface OpaError {
  readonly code: string;
  readonly message: string;
  readonly location?: { readonly row: number; readonly col: number };
}

function errorsOf(body: Json): readonly OpaError[] {
  if (!isJsonObject(body)) return [];
  const { errors, code, message } = body;
  const given = Array.isArray(errors) ? (errors as unknown as OpaError[]) : [];
  return given.length > 0 ? given : [{ code: String(code), message: String(message) }];
}

function refusal(body: Json): Refusal {
  const errors = errorsOf(body);
  const lines = errors.map(({ code, message, location: at }) =>
    at === undefined ? `${code}: ${message}` : `${at.row}:${at.col}: ${code}: ${message}`,
  );
  return {
    kind: 'refused',
    codes: [...new Set(errors.map(({ code }) => code))],
    message: lines.join('\n'),
  };
}

function answer({ status, body }: Reply): Answer {
  if (status !== 200) {
    const { code, message } = errorsOf(body)[0]!;
    return { kind: 'error', code, message };
  }
  const result = isJsonObject(body) ? body['result'] : undefined;
  return result === undefined
    ? { kind: 'undefined' }
    : { kind: 'defined', json: stringifyJson(result) };
}

export class Opa {
  private readonly folder: string;
  private readonly process: ChildProcess;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  private constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'oracle-'));
    const args = ['run', '--server', '--addr', `unix://${this.socket}`, '--log-level', 'error'];
    this.process = spawn('opa', [...args, '--disable-telemetry'], { stdio: 'ignore' });
  }

  private get socket(): string {
    return join(this.folder, 'opa.sock');
  }

  /** A server with `data` as its base documents. */
  static async start(data: Readonly<Record<string, unknown>>): Promise<Opa> {
    const opa = new Opa();
    for (let tries = 0; tries < 200 && !existsSync(opa.socket); tries++) await sleep(50);
    for (const [name, value] of Object.entries(data)) {
      await opa.ask('PUT', `/v1/data/${name}`, JSON.stringify(value));
    }
    return opa;
  }

  stop(): void {
    this.agent.destroy();
    this.process.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Puts a module in the place of the one before. */
  async setModule(text: string): Promise<Refusal | undefined> {
    const { status, body } = await this.ask('PUT', '/v1/policies/program', text);
    return status === 200 ? undefined : refusal(body);
  }

  /** The document at a path such as `t/p`. */
  async evaluate(path: string, input: unknown, strict = false): Promise<Answer> {
    const url = `/v1/data/${path}${strict ? '?strict-builtin-errors=true' : ''}`;
    return answer(await this.ask('POST', url, JSON.stringify({ input })));
  }

  /** The bindings of each answer to a query. */
  async query(query: string, input: unknown): Promise<Answer | Refusal> {
    const reply = await this.ask('POST', '/v1/query', JSON.stringify({ query, input }));
    return reply.status === 400 ? refusal(reply.body) : answer(reply);
  }

  /** A connection that was idle may be closed just then; a second attempt gets a new one. */
  private async ask(method: string, path: string, body: string): Promise<Reply> {
    try {
      return await this.askOnce(method, path, body);
    } catch {
      return await this.askOnce(method, path, body).catch(() => PANIC);
    }
  }

  private askOnce(method: string, path: string, body: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { socketPath: this.socket, method, path, agent: this.agent },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const json = text.trim() === '' ? null : parseJson(text, { maxDepth: 4096 });
            resolve({ status: response.statusCode ?? 0, body: json });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }
}
