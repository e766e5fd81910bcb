/*
 * The control API of a running gateway: HTTP on a Unix socket that only its owner may open.
 *
 *   GET  /v1/status            what runs, under which policy revision, with which counts
 *   GET  /v1/approvals         every request this gateway remembers
 *   GET  /v1/approvals/{id}
 *   POST /v1/approvals/{id}    {"verdict": "approved" | "denied", "by": "…", "note": "…"}
 *   POST /v1/reload            read configuration and policies again
 *   POST /v1/kills             read again what is switched off
 *
 * All but the status and the kill switch need an operator's key, which no agent has: `Authorization: Bearer …`.
 */

import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { Approvals, Verdict } from '../approval/approvals.ts';
import { mayAnswer, type Operator } from '../approval/operators.ts';
import { JsonError } from '../base/json.ts';
import { isJsonObject, type Json, parseJson } from '../base/plain-json.ts';

/** What the control API shows and does. */
export interface Controlled {
  readonly approvals: Approvals;
  status(): object;
  /** Whose key it is; undefined for none of ours. */
  operatorOf(key: string | undefined): Operator | undefined;
  /** Told what was asked for without a key. @throws when that can't be recorded */
  refused(action: string): void;
  /** Reads again what is switched off. */
  refreshKills(): void;
  /** Resolves to what happened: the new revision, or why the old one stays. */
  reload(): Promise<object>;
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

const MAX_BODY_BYTES = 64 * 1024;

function failure(status: number, message: string): Reply {
  return { status, body: { error: message } };
}

async function readBody(request: http.IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new JsonError('the body is too large', size);
    chunks.push(chunk);
  }
  return parseJson(Buffer.concat(chunks));
}

function verdictOf(body: Json): { verdict: Verdict; note?: string } | undefined {
  if (!isJsonObject(body)) return undefined;
  const { verdict, note } = body;
  if (verdict !== 'approved' && verdict !== 'denied') return undefined;
  return { verdict, ...(typeof note === 'string' ? { note } : {}) };
}

function decideApproval(approvals: Approvals, operator: Operator, id: string, body: Json): Reply {
  const wanted = verdictOf(body);
  if (wanted === undefined) return failure(400, 'expected `verdict`, approved or denied');
  const approvers = approvals.get(id)?.subject.approvers ?? [];
  if (!mayAnswer(operator, approvers))
    return failure(403, `\`${operator.name}\` is not among the approvers: ${approvers.join(', ')}`);
  const result = approvals.decide(id, wanted.verdict, operator.name, wanted.note);
  if (typeof result !== 'string') return { status: 200, body: result };
  return result === 'unknown'
    ? failure(404, `no approval \`${id}\``)
    : failure(409, `approval \`${id}\` is already ${result}`);
}

async function answer(controlled: Controlled, request: http.IncomingMessage): Promise<Reply> {
  const action = `${request.method} ${request.url}`;
  if (action === 'GET /v1/status') return { status: 200, body: controlled.status() };
  if (action === 'POST /v1/kills') {
    controlled.refreshKills();
    return { status: 200, body: {} };
  }
  const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const operator = controlled.operatorOf(key);
  if (operator !== undefined) return answerOperator(controlled, operator, request);
  controlled.refused(action);
  return failure(401, `\`${action}\` needs an operator's key`);
}

async function answerOperator(
  controlled: Controlled,
  operator: Operator,
  request: http.IncomingMessage,
): Promise<Reply> {
  const { approvals } = controlled;
  const approval = /^\/v1\/approvals\/([^/]+)$/.exec(request.url ?? '')?.[1];
  switch (`${request.method} ${approval === undefined ? request.url : '/v1/approvals/{id}'}`) {
    case 'GET /v1/approvals':
      return { status: 200, body: { approvals: approvals.list() } };
    case 'GET /v1/approvals/{id}':
      return { ...found(approvals.get(approval!), approval!) };
    case 'POST /v1/approvals/{id}':
      return decideApproval(approvals, operator, approval!, await readBody(request));
    case 'POST /v1/reload':
      return { status: 200, body: await controlled.reload() };
    default:
      return failure(404, `no ${request.method} ${request.url}`);
  }
}

function found(body: object | undefined, id: string): Reply {
  return body === undefined ? failure(404, `no approval \`${id}\``) : { status: 200, body };
}

async function reply(
  controlled: Controlled,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const { status, body } = await answer(controlled, request).catch((error: unknown) =>
    error instanceof JsonError
      ? failure(400, error.message)
      : failure(500, 'the gateway failed to answer'),
  );
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Serves the control API until closed. */
export async function serveControl(
  socket: string,
  controlled: Controlled,
): Promise<{ close(): Promise<void> }> {
  const server = http.createServer(
    (request, response) => void reply(controlled, request, response),
  );
  rmSync(socket, { force: true });
  // The mask closes the moment between bind and chmod in which others could connect.
  const mask = process.umask(0o177);
  try {
    server.listen(socket);
    await once(server, 'listening');
  } finally {
    process.umask(mask);
  }
  chmodSync(socket, 0o600);
  return {
    close: async () => {
      server.closeAllConnections();
      server.close();
      rmSync(socket, { force: true });
    },
  };
}
