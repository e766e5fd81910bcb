import { TfError } from '../base/errors.ts';
import { liveRuns, makeStateFolder, type StateFolder } from '../gateway/state-folder.ts';
import { type HeldLock, lockHolder, tryAcquire } from '../store/file-lock.ts';

/**
 * One long-lived gateway on a state folder: two would each have their own held calls and counters.
 * @throws TfError `tf_gateway_runs`
 */
export function holdGateway(state: StateFolder): HeldLock {
  makeStateFolder(state);
  const lock = tryAcquire(state.gatewayLock);
  if (lock !== undefined) return lock;
  const holder = lockHolder(state.gatewayLock);
  const running = liveRuns(state).find(({ pid }) => pid === holder)?.listens;
  const where = running === undefined ? '' : ` and listens on ${running}`;
  throw new TfError(
    'tf_gateway_runs',
    `a gateway runs on \`${state.path}\` already: it is process ${holder}${where}; stop it with \`tf stop\``,
  );
}
