/** A part of the interop run: it passes, fails with reasons, or can't run here and says why. */
export interface Check {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why, where it did not pass. */
  readonly detail?: string;
}

export interface Part {
  readonly name: string;
  run(tell: (check: Check) => void): Promise<void>;
}

/** Something that is not on this machine: what needs it is skipped. */
export class Absent extends Error {}

/** Runs one check; what throws has failed, or is skipped if something is absent. */
export async function check(name: string, body: () => Promise<void>): Promise<Check> {
  try {
    await body();
    return { name, outcome: 'passed' };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name, outcome: error instanceof Absent ? 'skipped' : 'failed', detail };
  }
}
