/** Calls that wait for a person, so that a client which gives one up by message is heard: nothing runs for it. */
export class HeldCalls {
  private readonly held = new Map<string, AbortController>();

  /** Holds what is known by `id`; aborted when its client cancels it. */
  hold(id: string): AbortSignal {
    const controller = new AbortController();
    this.held.set(id, controller);
    return controller.signal;
  }

  release(id: string): void {
    this.held.delete(id);
  }

  cancel(id: string): void {
    this.held.get(id)?.abort();
  }
}
