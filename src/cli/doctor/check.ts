import { messageOf } from '../../base/errors.ts';

/** One thing `tf doctor` looked at. */
export interface Check {
  readonly name: string;
  /** A failure keeps `tf run` from working or from governing; a warning is worth knowing. */
  readonly status: 'ok' | 'warning' | 'failure';
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What a check found, before it has a name. */
export type Finding = Omit<Check, 'name'>;

export function ok(message: string): Finding {
  return { status: 'ok', message };
}

export function warning(message: string, hint?: string): Finding {
  return { status: 'warning', message, ...(hint === undefined ? {} : { hint }) };
}

export function failure(message: string, hint?: string): Finding {
  return { status: 'failure', message, ...(hint === undefined ? {} : { hint }) };
}

/** Looks; whatever is thrown is the failure that was looked for. */
export async function check(name: string, look: () => Finding | Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    return { name, ...failure(messageOf(error)) };
  }
}
