/**
 * Where execution goes after a statement: on, out of a number of blocks (0 leaves the current one,
 * as an undefined statement does), or out of the function.
 */
export type Flow = number;

export const NEXT: Flow = -1;
export const RETURN: Flow = -2;
/** Leaves the current block. */
export const UNDEFINED: Flow = 0;

/** The flow as the statement around a block sees it, `levels` blocks further out. */
export function leaving(flow: Flow, levels = 1): Flow {
  if (flow < 0) return flow;
  return flow < levels ? NEXT : flow - levels;
}

/** A test's flow. */
export function when(holds: boolean): Flow {
  return holds ? NEXT : UNDEFINED;
}
