/** What waits for one connection, of all its streams together: a reader who does not read is to cost no more for asking more. */
export class Room {
  #messages = 0;
  #chars = 0;
  #wakes: (() => void)[] = [];

  /** Takes room for a message, whether or not there is any; gives whether there was. For one alone there always is. */
  take(text: string, maxChars: number): boolean {
    const has = this.has(text, maxChars);
    this.#messages += 1;
    this.#chars += text.length;
    return has;
  }

  /** Whether there is room for one more: so many characters may wait. */
  has(text: string, maxChars: number): boolean {
    return this.#messages === 0 || this.#chars + text.length <= maxChars;
  }

  /** Gives back the room of messages that do not wait any more. */
  giveBack(texts: readonly string[]): void {
    this.#messages -= texts.length;
    for (const { length } of texts) this.#chars -= length;
    for (const wake of this.#wakes.splice(0)) wake();
  }

  /** Resolves when there may be more room. */
  more(): Promise<void> {
    return new Promise((resolve) => this.#wakes.push(resolve));
  }
}
