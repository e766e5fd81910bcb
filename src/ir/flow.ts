/**
 * Where execution goes after a statement: on, out of a number of blocks (0 leaves the current one,
 * as an undefined statement does), or out of the function.
 */
export type Flow = number;

export const NEXT: Flow = -1;
export const RETURN: Flow = -2;
/** Leaves the current block. */
export const UNDEFINED: Flow = 0;

/** A block's flow as seen from outside of it: leaving this block alone goes on. */
export function leaving(flow: Flow): Flow {
  return flow > UNDEFINED ? flow - 1 : flow === UNDEFINED ? NEXT : flow;
}

/** A test's flow. */
export function when(holds: boolean): Flow {
  return holds ? NEXT : UNDEFINED;
}
