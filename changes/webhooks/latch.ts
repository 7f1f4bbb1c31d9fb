import type { Clock } from './clock.ts';

/** Wakes the one who waits for it, or who comes to wait later. */
export class Latch {
  #next = Promise.withResolvers<undefined>();

  give(): void {
    this.#next.resolve(undefined);
  }

  /** Resolves once it has been given since the last time, or at `at` (milliseconds since 1970), where that is not null. */
  async wait(at: number | null, clock: Clock): Promise<void> {
    const next = this.#next;
    const callOff = at === null ? null : clock.after(Math.max(0, at - clock.now()), () => this.give());
    await next.promise;
    callOff?.();
    this.#next = Promise.withResolvers();
  }
}
