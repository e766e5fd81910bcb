/** What is under way when something is switched off ends: calls that wait, calls that run, streams, tunnels. */
import { TfError } from '../base/errors.ts';
import { stringifyJson } from '../base/plain-json.ts';
import { sseMessage } from '../mcp/sse.ts';
import { type Kill, killedBy } from '../policy/kill-switch.ts';
import { asKilled } from './as-killed.ts';
import type { Flow, Shared } from './flow.ts';
import { refusalOf } from './stages/refuse.ts';

function reasonOf({ reason }: Kill): string {
  return reason === undefined ? 'switched off' : `switched off: ${reason}`;
}

/** Requests that wait for a person, whether their client still does or not. */
function denyPending({ approvals, kills }: Shared): void {
  for (const { id, status, subject } of approvals.list()) {
    const { agent, server, tool } = subject;
    const killable = { agent: { name: agent }, server: { name: server }, tool: { name: tool } };
    const kill = status === 'pending' ? killedBy(kills(), killable) : undefined;
    if (kill !== undefined) approvals.decide(id, 'denied', 'kill switch', reasonOf(kill));
  }
}

/** What ends an event stream that has begun: the answer to each request in it. */
function lastEvents(flow: Flow): string | undefined {
  if (flow.streaming !== true) return undefined;
  const sent = flow.calls.filter(call => call.sent === true);
  const answers = sent.flatMap(call => refusalOf(flow, call, 'killed') ?? []);
  return answers.map(answer => sseMessage(stringifyJson(answer))).join('');
}

function endFlow(flow: Flow): void {
  const killed = flow.calls.filter(call => asKilled(flow, call));
  if (killed.length === 0) return;
  flow.killed = true;
  flow.exchange.cancel(
    new TfError('tf_proxy_denied', 'switched off by the operator'),
    lastEvents(flow),
  );
}

/** Ends what the kills in force cover. */
export function endKilled(shared: Shared): void {
  denyPending(shared);
  for (const flow of shared.inFlight.members()) endFlow(flow);
  for (const [connection, input] of shared.tunnels)
    if (killedBy(shared.kills(), input) !== undefined) shared.endTunnel(connection);
}
