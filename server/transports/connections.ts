/** The connections that stand at present, over WebSocket and SSE together. */
export class Connections {
  readonly #max: number;
  #open = 0;

  /** At most `max` at once. */
  constructor(max: number) {
    this.#max = max;
  }

  /** How many there are. */
  get open(): number {
    return this.#open;
  }

  /** Takes a place: what gives it back, once, or null where there is none left. */
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
