/** What waits for its turn: timers, and the ways to systems and tiers and back. The test says who is next. */
export class Gates {
  readonly #waiting: (() => void)[] = [];

  /** How many wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Waits for a turn. */
  readonly pass = (): Promise<void> => new Promise((resolve) => this.#waiting.push(resolve));

  /** Gives one of those who wait its turn; does nothing where nobody does. */
  open(choice: number): void {
    const [next] = this.#waiting.splice(choice % Math.max(this.#waiting.length, 1), 1);
    next?.();
  }

  /** Makes timers of the process wait here as well, in whatever order they are given their turns, until it is disposed. */
  takeTimers(): Disposable {
    const before = { setTimeout: globalThis.setTimeout, setImmediate: globalThis.setImmediate };
    const take = (work: () => void) => this.#waiting.push(work);
    Object.assign(globalThis, { setTimeout: take, setImmediate: take });
    return { [Symbol.dispose]: () => void Object.assign(globalThis, before) };
  }
}

const turn = globalThis.setImmediate;

/** Lets everything run that waits for nothing. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => turn(resolve));
}
