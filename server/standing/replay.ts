import type { ChangeEvent } from '../../changes/event.ts';
import type { Outbox } from './outbox.ts';
import type { Rendering } from './rendering.ts';

/** Events whose reads go together: few at first, as nobody knows yet how long what is said of them is. */
const FIRST = 8;
const MOST = 128;

/** Tells one client what it missed, as fast as it reads. What is ready and waits for it takes about as much as may wait for any client. */
export class Replay {
  readonly #rendering: Rendering;
  readonly #outbox: Outbox;
  readonly #maxChars: number;
  #atOnce = FIRST;

  constructor(rendering: Rendering, outbox: Outbox, maxChars: number) {
    this.#rendering = rendering;
    this.#outbox = outbox;
    this.#maxChars = maxChars;
  }

  /** Resolves when all of it is on its way, or the client has gone. */
  async tell(events: readonly ChangeEvent[]): Promise<void> {
    const wanted = events.filter((event) => this.#rendering.isWanted(event));
    for (let at = 0; at < wanted.length && !this.#outbox.isEnded;) {
      const some = wanted.slice(at, at + this.#atOnce);
      at += some.length;
      this.#adapt(await this.#put(some));
    }
  }

  /** Gives how many characters they came to. */
  async #put(events: readonly ChangeEvent[]): Promise<number> {
    const rendered = events.map((event) => this.#rendering.render(event, true));
    let chars = 0;
    for (const [index, { cursor }] of events.entries()) {
      const text = (await rendered[index]) ?? null;
      if (text === null) continue;
      chars += text.length;
      await this.#outbox.put({ text, cursor });
    }
    return chars;
  }

  #adapt(chars: number): void {
    const fits = chars * 2 <= this.#maxChars;
    this.#atOnce = fits ? Math.min(MOST, this.#atOnce * 2) : Math.max(1, this.#atOnce >> 1);
  }
}
