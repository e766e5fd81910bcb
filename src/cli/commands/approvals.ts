import type { Command } from 'commander';
import type { Approval } from '../../approval/approvals.ts';
import { printable } from '../printable.ts';

interface Options {
  readonly config?: string;
  readonly run?: string;
  readonly json?: boolean;
  readonly note?: string;
  readonly all?: boolean;
}

async function call(
  options: Options,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<unknown> {
  const [{ callControl }, { operatorKey }, { findProject }, { runningGateway }] = await Promise.all(
    [
      import('../../gateway/control-client.ts'),
      import('../../gateway/operator-key.ts'),
      import('../project.ts'),
      import('../running.ts'),
    ],
  );
  const { state } = findProject(options.config);
  const { socket } = runningGateway(state, options.run);
  return callControl(socket, method, path, body, operatorKey(state, process.env));
}

function print(value: unknown, text: string, options: Options): void {
  process.stdout.write(options.json === true ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

function seconds(fromMs: number, toMs: number): string {
  return `${Math.max(0, Math.round((toMs - fromMs) / 1000))} s`;
}

function line(approval: Approval): string {
  const { id, status, subject, requestedAtMs } = approval;
  const age = seconds(requestedAtMs, Date.now());
  return printable(
    `${id}  ${status.padEnd(8)}  ${age.padStart(6)} ago  ${subject.agent} → ${subject.server}: ${subject.tool} ${JSON.stringify(subject.arguments)}`,
  );
}

function details(approval: Approval): string {
  const { id, status, subject, expiresAtMs, decidedBy, note } = approval;
  const rows: [string, string | undefined][] = [
    ['id', id],
    ['status', status],
    ['agent', subject.agent],
    ['server', subject.server],
    ['tool', subject.tool],
    ['risk', subject.risk],
    ['because', subject.reasons.join('; ')],
    ['approvers', subject.approvers.join(', ') || undefined],
    ['expires', status === 'pending' ? `in ${seconds(Date.now(), expiresAtMs)}` : undefined],
    ['decided by', decidedBy],
    ['note', note],
  ];
  const args = JSON.stringify(subject.arguments, undefined, 2).split('\n');
  const lines = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(11)} ${value}`],
  );
  return [...lines, 'arguments', ...args].map(printable).join('\n');
}

async function list(options: Options): Promise<void> {
  const value = (await call(options, 'GET', '/v1/approvals')) as { approvals: Approval[] };
  const shown =
    options.all === true
      ? value.approvals
      : value.approvals.filter(item => item.status === 'pending');
  print(
    { approvals: shown },
    shown.length === 0 ? 'nothing waits for approval' : shown.map(line).join('\n'),
    options,
  );
}

async function show(id: string, options: Options): Promise<void> {
  const approval = (await call(
    options,
    'GET',
    `/v1/approvals/${encodeURIComponent(id)}`,
  )) as Approval;
  print(approval, details(approval), options);
}

async function decide(id: string, verdict: 'approved' | 'denied', options: Options): Promise<void> {
  const body = {
    verdict,
    ...(options.note === undefined ? {} : { note: options.note }),
  };
  const approval = (await call(
    options,
    'POST',
    `/v1/approvals/${encodeURIComponent(id)}`,
    body,
  )) as Approval;
  print(
    approval,
    printable(`${verdict} ${approval.id}: ${approval.subject.tool} on ${approval.subject.server}`),
    options,
  );
}

function withCommonOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the tameflare.yaml whose gateway is meant')
    .option('-r, --run <id>', 'which running gateway, when there are several')
    .option('--json', 'print JSON');
}

/** `tf approvals`: be the human in the loop. */
export function addApprovalsCommand(program: Command): void {
  const approvals = program
    .command('approvals')
    .description('see and answer calls that wait for a person');
  withCommonOptions(approvals.command('list'))
    .description('calls that wait')
    .option('-a, --all', 'answered and expired ones too')
    .action(list);
  withCommonOptions(approvals.command('show').argument('<id>'))
    .description('one call with its exact arguments')
    .action(show);
  withCommonOptions(approvals.command('approve').argument('<id>'))
    .description('let a call run, once')
    .option('-n, --note <text>', 'recorded beside your name')
    .action((id: string, options: Options) => decide(id, 'approved', options));
  withCommonOptions(approvals.command('deny').argument('<id>'))
    .description('refuse a call')
    .option('-n, --note <text>', 'told to the agent and recorded')
    .action((id: string, options: Options) => decide(id, 'denied', options));
}
