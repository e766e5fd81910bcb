import { callControl } from '../gateway/control-client.ts';
import { operatorKey } from '../gateway/operator-key.ts';
import { liveRuns, type StateFolder } from '../gateway/state-folder.ts';

/** Asks something of every running gateway; one that ends meanwhile is no failure. Gives how many did it. */
async function askAll(state: StateFolder, path: string): Promise<number> {
  const key = operatorKey(state, process.env);
  const ask = ({ socket }: { readonly socket: string }) =>
    callControl(socket, 'POST', path, undefined, key).then(
      () => 1,
      () => 0,
    );
  const done = await Promise.all<number>(liveRuns(state).map(ask));
  return done.reduce((sum, count) => sum + count, 0);
}

/** Makes every running gateway take over what changed. */
export function reloadGateways(state: StateFolder): Promise<number> {
  return askAll(state, '/v1/reload');
}

/** Makes every running gateway read what is switched off: what it ends has ended then. */
export function switchGateways(state: StateFolder): Promise<number> {
  return askAll(state, '/v1/kills');
}
