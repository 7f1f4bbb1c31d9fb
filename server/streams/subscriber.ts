import { compareCursors } from '../../changes/cursor.ts';
import type { Cursor } from '../../changes/event.ts';
import type { End, Outbox } from './outbox.ts';

/** One client of a subscription. */
export class Subscriber {
  readonly outbox: Outbox;
  #isCatchingUp = true;
  /** The cursor up to which it has received what it missed; events of its group up to there are skipped. Null once the group is past it. */
  #skipUpTo: Cursor | null = null;

  constructor(outbox: Outbox) {
    this.outbox = outbox;
  }

  /** From now on it receives the events of its group after a cursor; those up to there it has. */
  continueAfter(cursor: Cursor): void {
    this.#isCatchingUp = false;
    this.#skipUpTo = cursor;
  }

  /** Sends it an event of its group, unless it has received that already. */
  send(cursor: Cursor, text: string): void {
    if (!this.#hasReceived(cursor)) this.outbox.push({ text, cursor });
  }

  /** Ends it after everything sent so far, for a reason found at a cursor, unless it joined after that. */
  finish(cursor: Cursor, end: End): void {
    if (!this.#hasReceived(cursor)) this.outbox.finish(end);
  }

  /**
   * The cursor to resume after if its connection ended now; null if unknown. `groupSentUpTo` is the cursor up to which its group has sent
   * everything.
   */
  after(groupSentUpTo: Cursor | null): Cursor | null {
    if (!this.#isCatchingUp && groupSentUpTo !== null) {
      const isAhead = this.#skipUpTo !== null && compareCursors(this.#skipUpTo, groupSentUpTo) > 0;
      this.outbox.reached(isAhead && this.#skipUpTo !== null ? this.#skipUpTo : groupSentUpTo);
    }
    return this.outbox.sent;
  }

  #hasReceived(cursor: Cursor): boolean {
    if (this.#skipUpTo === null) return false;
    if (compareCursors(cursor, this.#skipUpTo) <= 0) return true;
    this.#skipUpTo = null;
    return false;
  }
}
