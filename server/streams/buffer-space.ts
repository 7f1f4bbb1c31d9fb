/**
 * The space for pending results of one connection, shared by all its streams: a client that does not read must not cost more because it has
 * more streams.
 */
export class BufferSpace {
  #messages = 0;
  #chars = 0;
  #wakes: (() => void)[] = [];

  /** Adds a message of `chars`, even if it does not fit, and returns whether it did. A single message always fits. */
  reserve(chars: number, maxChars: number): boolean {
    const fits = this.has(chars, maxChars);
    this.#messages += 1;
    this.#chars += chars;
    return fits;
  }

  /** Whether another message of `chars` fits within `maxChars`. */
  has(chars: number, maxChars: number): boolean {
    return this.#messages === 0 || this.#chars + chars <= maxChars;
  }

  /** Releases the room of messages that are no longer pending: how many, and their total size. */
  release(messages: number, chars: number): void {
    this.#messages -= messages;
    this.#chars -= chars;
    for (const wake of this.#wakes.splice(0)) wake();
  }

  /** Resolves when there may be more room. */
  freed(): Promise<void> {
    return new Promise((resolve) => this.#wakes.push(resolve));
  }
}
