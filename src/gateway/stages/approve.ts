import type { Approval } from '../../approval/approvals.ts';
import { redactInput } from '../../audit/redact.ts';
import type { Json } from '../../base/plain-json.ts';
import { progressNotification, progressTokenOf } from '../../mcp/denial.ts';
import type { RpcRequest } from '../../mcp/json-rpc.ts';
import type { Decision, Outcome } from '../../policy/decision.ts';
import { approvedDigest, continuedDigest, goesOn } from '../action-digest.ts';
import { asKilled } from '../as-killed.ts';
import type { WaitBudget } from '../config.ts';
import type { Call, Flow, Step } from '../flow.ts';
import { callKey } from '../sent-calls.ts';

/** Between keep-alives while a call is held: shorter than any idle timeout seen on the way. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Calls that need a person's word wait for it: the client's stream is kept alive, its timer is fed with
 * progress, and the approval is bound to exactly this action.
 */
export async function approve(flow: Flow): Promise<Step> {
  const waiting = flow.calls.filter(call => call.decision.effect === 'require_approval');
  const [call] = waiting;
  if (call === undefined) return 'next';
  if (flow.calls.length > 1 || call.message?.kind !== 'request') {
    for (const each of waiting)
      end(each, 'denied_by_rule', 'this needs approval; send it on its own, as one request');
    return 'next';
  }
  if (!continues(flow, call, call.message)) await hold(flow, call, call.message);
  return 'next';
}

/** The repeat of an approved call with the answers its server asked for: approved already. */
function continues(flow: Flow, call: Call, request: RpcRequest): boolean {
  if (!goesOn(request)) return false;
  const approvalId = flow.shared.continuations.take(continuedDigest(flow, request));
  if (approvalId === undefined) return false;
  call.approvalId = approvalId;
  call.decision = { ...call.decision, effect: 'allow', outcome: 'allowed' };
  return true;
}

/** Turns a call's decision into a refusal that later stages answer. */
function end(call: Call, outcome: Outcome, note?: string): void {
  call.decision = { ...call.decision, effect: 'deny', outcome };
  if (note !== undefined) call.note = note;
}

function subjectArguments(flow: Flow, call: Call): Json {
  const { value } = redactInput(
    call.input as unknown as Json,
    call.decision.redact,
    flow.snapshot.config.audit.arguments === 'none'
      ? 'redacted'
      : flow.snapshot.config.audit.arguments,
  );
  const { tool, params, prompt, resource } = value as unknown as Call['input'];
  return tool?.arguments ?? ((prompt ?? resource ?? params ?? {}) as Json);
}

function requestApproval(flow: Flow, call: Call, request: RpcRequest): Approval {
  const { decision, input } = call;
  const subject = {
    agent: flow.agent.name,
    server: flow.server.name,
    tool: input.tool?.name ?? request.method,
    risk: input.tool?.risk ?? 'high',
    arguments: subjectArguments(flow, call),
    reasons: decision.reasons.map(reason => reason.msg),
    approvers: decision.approvers ?? [],
  };
  const expiresMs = decision.expiresMs ?? flow.snapshot.config.approvals.expiresMs;
  return flow.shared.approvals.request(approvedDigest(flow, request), subject, expiresMs);
}

async function hold(flow: Flow, call: Call, request: RpcRequest): Promise<void> {
  const approval = requestApproval(flow, call, request);
  call.approvalId = approval.id;
  const startedAt = flow.shared.clock.nowMs();
  const settled = approval.status === 'pending' ? await wait(flow, request, approval) : approval;
  call.holdMs = flow.shared.clock.nowMs() - startedAt;
  conclude(flow, call, request, settled);
}

/** How long this client can wait: as the configuration says of it, or of all. */
function waitBudget({ snapshot, http }: Flow): WaitBudget {
  const { approvals } = snapshot.config;
  const userAgent = http.headers['user-agent'] ?? '';
  return approvals.clients.find(client => client.userAgent.matches(userAgent)) ?? approvals;
}

/** Keeps the client waiting as long as it can stand: a budget that progress lengthens. */
async function wait(
  flow: Flow,
  request: RpcRequest,
  approval: Approval,
): Promise<Approval | 'cancelled' | undefined> {
  const { approvals } = flow.shared;
  if (!flow.answer.canStream) return approval;
  const token = progressTokenOf(request);
  const { waitMs, waitWithProgressMs } = waitBudget(flow);
  const budgetMs = token === undefined ? waitMs : waitWithProgressMs;
  flow.answer.openStream();
  let progress = 0;
  const beat = () => {
    const message = `waiting for approval ${approval.id}`;
    progress += 1;
    flow.answer.keepAlive(
      message,
      token === undefined ? undefined : progressNotification(token, progress, message),
    );
  };
  beat();
  const timer = setInterval(beat, KEEP_ALIVE_MS);
  const key = callKey(flow, request.id);
  const cancelled = flow.shared.heldCalls.hold(key);
  try {
    const leaves = AbortSignal.any([flow.exchange.signal, cancelled]);
    const settled = await approvals.settled(approval.id, budgetMs, leaves);
    return cancelled.aborted ? 'cancelled' : settled;
  } finally {
    flow.shared.heldCalls.release(key);
    clearInterval(timer);
  }
}

function conclude(
  flow: Flow,
  call: Call,
  request: RpcRequest,
  approval: Approval | 'cancelled' | undefined,
): void {
  if (flow.exchange.closed) return end(call, 'client_gone');
  if (approval === 'cancelled') return end(call, 'client_gone', 'its client cancelled it');
  if (asKilled(flow, call)) return;
  switch (approval?.status) {
    case 'approved':
      return useApproval(flow, call, request, approval);
    case 'denied':
      return end(call, 'denied_by_human', approval.note ?? `${approval.decidedBy} refused it`);
    case 'pending':
      return end(call, 'approval_pending', `approval ${approval.id} is pending`);
    default:
      return end(call, 'approval_expired', 'nobody answered in time');
  }
}

/** An approval is for the policy it was asked under: what is in force now decides again. */
function useApproval(flow: Flow, call: Call, request: RpcRequest, approval: Approval): void {
  const now = flow.shared.current();
  const again: Decision = now.decide(call.input);
  const sameAction =
    now.revision === flow.snapshot.revision && approvedDigest(flow, request) === approval.digest;
  if (again.effect === 'deny') call.decision = again;
  else if (!sameAction) end(call, 'approval_expired', 'the policy changed while it waited');
  else if (!flow.shared.approvals.use(approval.id))
    end(call, 'approval_expired', 'the approval was used by another call');
  else call.decision = { ...call.decision, effect: 'allow', outcome: 'allowed' };
}
