/**
 * The space for pending results of one connection, shared by all its streams: a client that does not read must not cost more because it has
 * more streams.
 */
export class BufferSpace {
  #messages = 0;
  #chars = 0;
  #wakes: (() => void)[] = [];

  /** Adds a message, even if it does not fit, and returns whether it did. A single message always fits. */
  reserve(text: string, maxChars: number): boolean {
    const fits = this.has(text, maxChars);
    this.#messages += 1;
    this.#chars += text.length;
    return fits;
  }

  /** Whether another message fits within `maxChars`. */
  has(text: string, maxChars: number): boolean {
    return this.#messages === 0 || this.#chars + text.length <= maxChars;
  }

  /** Releases the room of messages that are no longer pending. */
  release(texts: readonly string[]): void {
    this.#messages -= texts.length;
    for (const { length } of texts) this.#chars -= length;
    for (const wake of this.#wakes.splice(0)) wake();
  }

  /** Resolves when there may be more room. */
  freed(): Promise<void> {
    return new Promise((resolve) => this.#wakes.push(resolve));
  }
}
