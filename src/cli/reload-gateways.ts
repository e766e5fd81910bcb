import { callControl } from '../gateway/control-client.ts';
import { liveRuns, type StateFolder } from '../gateway/state-folder.ts';

/** Makes every running gateway take over what changed; one that ends meanwhile is no failure. */
export async function reloadGateways(state: StateFolder): Promise<void> {
  const reload = ({ socket }: { readonly socket: string }) =>
    callControl(socket, 'POST', '/v1/reload').catch(() => undefined);
  await Promise.all(liveRuns(state).map(reload));
}
