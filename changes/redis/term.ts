import { compareCursors } from '../compare.ts';
import type { Cursor } from '../event.ts';

/**
 * Others may go on without a replica from which they have heard nothing for so long, by their own clocks, in milliseconds. It is what a
 * replica that was killed keeps all others from telling.
 */
export const PATIENCE_MS = 1_000;
/** A replica counts on others' patience for less, and from before they heard of it: clocks run differently fast, by less than this. */
const TERM_MS = 0.9 * PATIENCE_MS;

/** What came of a call of the roll. */
export interface Called {
  /** By `performance`, before it was asked and after it was answered. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** Whether this process was put on the roll by it. */
  readonly isOn: boolean;
  /** The newest cursor of the log then. */
  readonly newest: Cursor;
}

/**
 * For how long this process may give what it keeps. While it is on the roll, others wait for it before they tell anything, up to their
 * patience; so it may, for a little less than that from its last call on. Where a term ended before the next had begun, others may have
 * gone on without it: then it has first to know all that the log had when it came back.
 *
 * It comes back in two steps: by the first call it learns how far the log is, and goes there while nobody waits for it; by the second it
 * is on the roll again, with little left to catch up with.
 *
 * To call is not enough: who stands still, as where only the connection over which it follows is cut, would be waited for without end.
 * After as long as others have patience it counts itself out, and comes back in the same way. Who is slow but moves is waited for.
 */
export class Term {
  #until = -Infinity;
  #isOn = false;
  /** What is to be known before anything is given; null where that has to be asked first. */
  #target: Cursor | null = null;
  #position: Cursor | null = null;
  #isCaughtUp = false;
  /** Since when there is more in the log than its position, which has not moved; null where it has, or there is not. */
  #standsSince: number | null = null;

  /** Whether what is kept may be given now. */
  isInStep(now: number): boolean {
    return now < this.#until && this.#isCaughtUp;
  }

  /** Up to here all is dropped; null at first. */
  get position(): Cursor | null {
    return this.#position;
  }

  /** All that was touched up to here is dropped. */
  reached(position: Cursor): void {
    this.#position = position;
    this.#standsSince = null;
    this.#look();
  }

  /** Whether the next call is to put this process on the roll. */
  mayBeOn(now: number): boolean {
    if (this.#isOn && (now >= this.#until || this.#standsStill(now))) {
      this.#isOn = false;
      this.#aim(null);
    }
    return this.#isOn || this.#isCaughtUp;
  }

  /** Takes note of what came of a call. */
  called({ askedAt, answeredAt, isOn, newest }: Called): void {
    // A log that has begun anew, as in a quick restart of Redis, is not reached by catching up with the one before it.
    const isAnew = this.#target === null || Number.isNaN(compareCursors(this.#target, newest));
    // One that was off until now, or too late: others may have told what was recorded before this call.
    if (isAnew || !isOn || !this.#isOn || answeredAt >= this.#until) this.#aim(newest);
    this.#isOn = isOn;
    this.#until = isOn ? askedAt + TERM_MS : -Infinity;
    this.#standsSince = this.#hasReached(newest) ? null : (this.#standsSince ?? answeredAt);
  }

  #standsStill(now: number): boolean {
    return this.#standsSince !== null && now - this.#standsSince >= PATIENCE_MS;
  }

  #hasReached(target: Cursor): boolean {
    return this.#position !== null && compareCursors(this.#position, target) >= 0;
  }

  #aim(target: Cursor | null): void {
    this.#target = target;
    this.#look();
  }

  /** Once it is caught up it stays so until there is another target: what comes after that, others wait for. */
  #look(): void {
    this.#isCaughtUp = this.#target !== null && this.#hasReached(this.#target);
  }
}
