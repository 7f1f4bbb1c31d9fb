/** A queue of waiting operations: timers, and messages to and from systems and tiers. The test decides which one proceeds next. */
export class Gates {
  readonly #waiting: (() => void)[] = [];

  /** The number of waiting operations. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Waits until a test lets this operation proceed. */
  readonly pass = (): Promise<void> => new Promise((resolve) => this.#waiting.push(resolve));

  /** Lets one waiting operation proceed, if there is one. */
  open(choice: number): void {
    const [next] = this.#waiting.splice(choice % Math.max(this.#waiting.length, 1), 1);
    next?.();
  }

  /** Makes the process's timers wait here too, regardless of their delays, until the result is disposed of. */
  takeTimers(): Disposable {
    const before = { setTimeout: globalThis.setTimeout, setImmediate: globalThis.setImmediate };
    const take = (work: () => void) => this.#waiting.push(work);
    Object.assign(globalThis, { setTimeout: take, setImmediate: take });
    return { [Symbol.dispose]: () => void Object.assign(globalThis, before) };
  }
}

const realSetImmediate = globalThis.setImmediate;

/** Resolves once all work that waits for no gate has run. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => realSetImmediate(resolve));
}
