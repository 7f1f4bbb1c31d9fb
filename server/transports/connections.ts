/** The open connections, over WebSocket and SSE together. */
export class Connections {
  readonly #max: number;
  #open = 0;

  /** Allows at most `max` at once. */
  constructor(max: number) {
    this.#max = max;
  }

  /** The number of open connections. */
  get open(): number {
    return this.#open;
  }

  /** Takes a slot and returns a function that releases it, to be called once; null if no slot is free. */
  take(): (() => void) | null {
    if (this.#open >= this.#max) return null;
    this.#open += 1;
    let isTaken = true;
    return () => {
      if (isTaken) this.#open -= 1;
      isTaken = false;
    };
  }
}
