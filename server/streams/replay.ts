import type { ChangeEvent } from '../../changes/event.ts';
import type { Account } from '../rate/account.ts';
import type { Outbox } from './outbox.ts';
import type { Rendering } from './rendering.ts';

/** The number of events rendered together. It starts low, because the length of their results is not known yet. */
const FIRST_BATCH = 8;
const MAX_BATCH = 128;

/** Dependencies of a {@link Replay}. */
export interface ReplayParts {
  readonly rendering: Rendering;
  readonly outbox: Outbox;
  /** The account that pays for each event as for an operation; null if there is no limit. */
  readonly account: Account | null;
  /** The most characters that may be pending for the client. */
  readonly maxChars: number;
}

/**
 * Sends one client what it missed, as fast as it reads and can pay. Rendered results that wait for it take about as much memory as may be
 * pending for any client.
 */
export class Replay {
  readonly #parts: ReplayParts;
  #batchSize = FIRST_BATCH;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
  }

  /** Resolves when all of it is on its way, or the client has disconnected. */
  async send(events: readonly ChangeEvent[]): Promise<void> {
    const { rendering, outbox, account } = this.#parts;
    const wanted = events.filter((event) => rendering.isWanted(event));
    for (let at = 0; at < wanted.length && !outbox.isEnded;) {
      const count = Math.min(this.#batchSize, wanted.length - at);
      const paid = account ? await account.payForSome(count, rendering.cost, () => outbox.isEnded) : count;
      const some = wanted.slice(at, at + paid);
      at += paid;
      this.#adaptBatchSize(await this.#sendBatch(some));
    }
  }

  /** Returns the total number of characters. */
  async #sendBatch(events: readonly ChangeEvent[]): Promise<number> {
    const { rendering, outbox } = this.#parts;
    const rendered = events.map((event) => rendering.render(event, true));
    let chars = 0;
    for (const [index, { cursor }] of events.entries()) {
      const text = (await rendered[index]) ?? null;
      if (text === null) continue;
      chars += text.length;
      await outbox.pushWhenFree({ text, cursor });
    }
    return chars;
  }

  #adaptBatchSize(chars: number): void {
    const fits = chars * 2 <= this.#parts.maxChars;
    this.#batchSize = fits ? Math.min(MAX_BATCH, this.#batchSize * 2) : Math.max(1, this.#batchSize >> 1);
  }
}
