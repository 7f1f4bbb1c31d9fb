import type { Clock } from './clock.ts';

/** Wakes its single waiter, now or as soon as it starts to wait. */
export class Latch {
  #next = Promise.withResolvers<undefined>();

  /** Wakes the waiter. */
  give(): void {
    this.#next.resolve(undefined);
  }

  /** Resolves once it has been given since the last wait, or at `at` (milliseconds since 1970), if that is not null. */
  async wait(at: number | null, clock: Clock): Promise<void> {
    const next = this.#next;
    const cancel = at === null ? null : clock.after(Math.max(0, at - clock.now()), () => this.give());
    await next.promise;
    cancel?.();
    this.#next = Promise.withResolvers();
  }
}
