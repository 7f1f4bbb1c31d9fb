/** How often the delay is looked at, in milliseconds. */
const SAMPLE_MS = 20;
/** So many samples make a window, after which the limit is set anew; sooner, where it is clear that the window is late. */
const WINDOW = 5;
/** The most of what makes a window late that one sample may tell: a single pause, as of the garbage collector, is no overload. */
const MOST_OF_ONE = 0.6;
/** However late everything is, so many may run. */
const LEAST = 4;
const SHRINK = 0.75;
const GROW = 1.1;

/** What is settable of overload. */
export interface LoadSettings {
  /** Operations that may run at once while the process keeps up. */
  readonly maxRunning: number;
  /** Milliseconds by which the event loop may be late before fewer may run. */
  readonly maxDelayMs: number;
}

/** Where time comes from; mocked in tests. */
export interface LoadClock {
  readonly now: () => number;
  readonly every: (ms: number, sample: () => void) => { readonly stop: () => void };
}

/**
 * How much runs in this process at once, and how much may. What waits for systems takes little of the process, so a thousand of such
 * operations are no load, while eight that work with large answers may be: no fixed number fits both. So the delay of the event loop is
 * measured, and the limit set by it as TCP sets its window (RFC 5681: additive rise, multiplicative fall; here both are by a share). Whoever
 * comes past the limit is refused before anything of the request is read, which takes little; so what runs comes to its end in time.
 */
export class Load implements Disposable {
  /** How many were refused. */
  refused = 0;
  readonly #settings: LoadSettings;
  readonly #clock: LoadClock;
  readonly #timer: { readonly stop: () => void };
  #running = 0;
  #limit: number;
  #last: number;
  #samples = 0;
  /** By how much the samples of this window were late, together. */
  #lateMs = 0;

  constructor(settings: LoadSettings, clock: LoadClock = REAL) {
    this.#settings = settings;
    this.#clock = clock;
    this.#limit = settings.maxRunning;
    this.#last = clock.now();
    this.#timer = clock.every(SAMPLE_MS, () => this.#sample());
  }

  /** How many operations run. */
  get running(): number {
    return this.#running;
  }

  /** How many may run at present. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /**
   * Whether `count` more that come together, one without, are too many. More than may run at all are let in where nothing else runs. To
   * ask is to count as refused where they are.
   */
  refuses(count = 1): boolean {
    if (this.#running + Math.min(count, this.limit) <= this.limit) return false;
    this.refused += 1;
    return true;
  }

  /** Does something that counts as `count` that run, one without, until it is done. */
  async during<T>(work: () => Promise<T>, count = 1): Promise<T> {
    this.#running += count;
    try {
      return await work();
    } finally {
      this.#running -= count;
    }
  }

  [Symbol.dispose](): void {
    this.#timer.stop();
  }

  #sample(): void {
    const tooLateMs = WINDOW * this.#settings.maxDelayMs;
    const now = this.#clock.now();
    this.#lateMs += Math.min(now - this.#last - SAMPLE_MS, MOST_OF_ONE * tooLateMs);
    this.#last = now;
    this.#samples += 1;
    const isLate = this.#lateMs > tooLateMs;
    if (this.#samples < WINDOW && !isLate) return;
    this.#adjust(isLate);
    this.#samples = 0;
    this.#lateMs = 0;
  }

  /** The mean of a window counts, and a few operations that take long are no overload. */
  #adjust(isLate: boolean): void {
    if (!isLate) this.#limit = Math.min(this.#settings.maxRunning, this.#limit * GROW + 1);
    else if (this.#running > LEAST)
      this.#limit = Math.max(LEAST, Math.min(this.#limit, this.#running) * SHRINK);
  }
}

const REAL: LoadClock = {
  now: () => performance.now(),
  every: (ms, sample) => {
    const timer = setInterval(sample, ms).unref();
    return { stop: () => clearInterval(timer) };
  },
};
