import { TfError } from '../base/errors.ts';
import { liveRuns, type RunRecord, type StateFolder } from '../gateway/state-folder.ts';

/** The one running gateway, or the one that `id` (or the beginning of it) names. @throws TfError */
export function runningGateway(state: StateFolder, id: string | undefined): RunRecord {
  const runs = liveRuns(state);
  const matching =
    id === undefined ? runs : runs.filter(run => run.id.startsWith(id.toUpperCase()));
  if (matching.length === 1) return matching[0]!;
  if (runs.length === 0)
    throw new TfError(
      'tf_control_unreachable',
      `nothing runs under \`${state.path}\`; start something with \`tf run -- cmd\``,
    );
  const ids = runs.map(run => `${run.id} (${run.agent}: ${run.command.join(' ')})`).join('\n  ');
  const what = matching.length === 0 ? `no run \`${id}\`` : 'several runs; say which with --run';
  throw new TfError('tf_usage', `${what}:\n  ${ids}`);
}
