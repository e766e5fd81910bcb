import type { Command } from 'commander';
import type { Approval } from '../../approval/approvals.ts';
import { TfError } from '../../base/errors.ts';
import { approvalChanges } from '../approval-changes.ts';
import { approvalDetails, approvalLine, approvalNews } from '../approval-text.ts';
import { printable } from '../printable.ts';

/** How often gateways are asked: calls wait for much longer. */
const WATCH_MS = 500;
const BELL = '\u0007';

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

async function list(options: Options): Promise<void> {
  const value = (await call(options, 'GET', '/v1/approvals')) as { approvals: Approval[] };
  const shown =
    options.all === true
      ? value.approvals
      : value.approvals.filter(item => item.status === 'pending');
  print(
    { approvals: shown },
    shown.length === 0 ? 'nothing waits for approval' : shown.map(approvalLine).join('\n'),
    options,
  );
}

async function show(id: string, options: Options): Promise<void> {
  const approval = (await call(
    options,
    'GET',
    `/v1/approvals/${encodeURIComponent(id)}`,
  )) as Approval;
  print(approval, approvalDetails(approval), options);
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

/** What waits in any of the project's gateways; one that has just ended has nothing that waits. */
async function everywhere(options: Options): Promise<Approval[]> {
  const [{ callControl }, { operatorKey }, { liveRuns }, { findProject }] = await Promise.all([
    import('../../gateway/control-client.ts'),
    import('../../gateway/operator-key.ts'),
    import('../../gateway/state-folder.ts'),
    import('../project.ts'),
  ]);
  const { state } = findProject(options.config);
  const key = operatorKey(state, process.env);
  const asked = liveRuns(state).map(async ({ socket }) => {
    const answer = await callControl(socket, 'GET', '/v1/approvals', undefined, key).catch(
      (error: unknown) => {
        if (error instanceof TfError && error.code === 'tf_control_unreachable')
          return { approvals: [] };
        throw error;
      },
    );
    return (answer as { approvals: Approval[] }).approvals;
  });
  return (await Promise.all(asked)).flat();
}

function announce(approval: Approval, options: Options): void {
  if (options.json === true) process.stdout.write(`${JSON.stringify(approval)}\n`);
  else process.stdout.write(`${approvalNews(approval)}\n`);
  if (approval.status === 'pending' && process.stdout.isTTY) process.stdout.write(BELL);
}

async function watch(options: Options): Promise<void> {
  const { setTimeout: sleep } = await import('node:timers/promises');
  const changes = approvalChanges();
  if (options.json !== true) process.stderr.write('tf: waiting for calls that need you; ^C ends\n');
  for (;;) {
    for (const approval of changes(await everywhere(options))) announce(approval, options);
    await sleep(WATCH_MS);
  }
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
  approvals
    .command('watch')
    .description('say what comes to wait, and what becomes of it, in every gateway of the project')
    .option('-c, --config <file>', 'the tameflare.yaml whose gateways are meant')
    .option('--json', 'print each as a line of JSON')
    .addHelpText('after', '\nA terminal rings for each call that comes to wait.')
    .action(watch);
  withCommonOptions(approvals.command('approve').argument('<id>'))
    .description('let a call run, once')
    .option('-n, --note <text>', 'recorded beside your name')
    .action((id: string, options: Options) => decide(id, 'approved', options));
  withCommonOptions(approvals.command('deny').argument('<id>'))
    .description('refuse a call')
    .option('-n, --note <text>', 'told to the agent and recorded')
    .action((id: string, options: Options) => decide(id, 'denied', options));
}
