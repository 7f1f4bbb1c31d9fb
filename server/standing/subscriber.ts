import { compareCursors } from '../../changes/compare.ts';
import type { Cursor } from '../../changes/event.ts';
import type { End, Outbox } from './outbox.ts';

/** One client of a subscription. */
export class Subscriber {
  readonly outbox: Outbox;
  #isCatchingUp = true;
  /** Up to here it has been told what it missed; what its group tells from before that is not for it. Null once that is past. */
  #from: Cursor | null = null;

  constructor(outbox: Outbox) {
    this.outbox = outbox;
  }

  /** From now on its group tells it what happens after a cursor; up to there it knows. */
  goOn(cursor: Cursor): void {
    this.#isCatchingUp = false;
    this.#from = cursor;
  }

  /** Tells it of an event of its group, unless it has been told of that already. */
  tell(cursor: Cursor, text: string): void {
    if (!this.#knows(cursor)) this.outbox.push({ text, cursor });
  }

  /** Ends it behind all that it was told, for a reason that its group came to at a cursor, unless it began after that. */
  finish(cursor: Cursor, end: End): void {
    if (!this.#knows(cursor)) this.outbox.finish(end);
  }

  /**
   * What it is to go on after, should its connection end now; null where that is not known. `told` is up to where its group has told
   * everybody.
   */
  after(told: Cursor | null): Cursor | null {
    if (!this.#isCatchingUp && told !== null) {
      const isAhead = this.#from !== null && compareCursors(this.#from, told) > 0;
      this.outbox.reached(isAhead && this.#from !== null ? this.#from : told);
    }
    return this.outbox.sent;
  }

  #knows(cursor: Cursor): boolean {
    if (this.#from === null) return false;
    if (compareCursors(cursor, this.#from) <= 0) return true;
    this.#from = null;
    return false;
  }
}
