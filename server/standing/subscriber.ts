import { compareCursors } from '../../changes/compare.ts';
import type { Cursor } from '../../changes/event.ts';
import type { Outbox } from './outbox.ts';

/** One client of a subscription. */
export class Subscriber {
  readonly outbox: Outbox;
  /** Whether it is still told what it missed. */
  isCatchingUp = false;
  /** Up to here it has been told what it missed; what its group tells from before that is not for it. Null once that is past. */
  #from: Cursor | null = null;

  constructor(outbox: Outbox) {
    this.outbox = outbox;
  }

  /** It has been told everything up to a cursor. */
  isAt(cursor: Cursor): void {
    this.isCatchingUp = false;
    this.#from = cursor;
  }

  /** Tells it of an event of its group, unless it has been told of that already. */
  tell(cursor: Cursor, text: string): void {
    if (this.#from !== null) {
      if (compareCursors(cursor, this.#from) <= 0) return;
      this.#from = null;
    }
    this.outbox.push({ text, cursor });
  }
}
