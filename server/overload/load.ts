/** How often the delay of the event loop is sampled, in milliseconds. */
const SAMPLE_MS = 20;
/** The samples in a window, after which the limit is adjusted; earlier if the window is already clearly late. */
const WINDOW = 5;
/**
 * The most that one sample may contribute, as a share of the delay that makes a window late: a single pause, such as a garbage collection,
 * is not overload.
 */
const MAX_SAMPLE_SHARE = 0.6;
/** This many may run however late the event loop is. */
const MIN_LIMIT = 4;
const SHRINK = 0.75;
const GROW = 1.1;

/** The settings for overload. */
export interface LoadSettings {
  /** The operations that may run at once while the process keeps up. */
  readonly maxRunning: number;
  /** The delay of the event loop, in milliseconds, above which fewer may run. */
  readonly maxDelayMs: number;
}

/** The source of time; mocked in tests. */
export interface LoadClock {
  readonly now: () => number;
  readonly every: (ms: number, sample: () => void) => { readonly stop: () => void };
}

/**
 * How many operations run in this process at once, and how many may. Operations that wait for systems hardly use the process: a thousand of
 * them are no load, while eight that handle large answers may be. No fixed number fits both. So the delay of the event loop is measured,
 * and the limit is adjusted as TCP adjusts its window (RFC 5681: additive increase, multiplicative decrease; here both are proportional).
 * Requests past the limit are refused before anything of them is read, which is cheap, so that those already running finish in time.
 */
export class Load implements Disposable {
  /** The number of refusals. */
  refused = 0;
  readonly #settings: LoadSettings;
  readonly #clock: LoadClock;
  readonly #timer: { readonly stop: () => void };
  #running = 0;
  #limit: number;
  #last: number;
  #samples = 0;
  /** The total delay of the samples of this window. */
  #lateMs = 0;

  constructor(settings: LoadSettings, clock: LoadClock = REAL_CLOCK) {
    this.#settings = settings;
    this.#clock = clock;
    this.#limit = settings.maxRunning;
    this.#last = clock.now();
    this.#timer = clock.every(SAMPLE_MS, () => this.#sample());
  }

  /** The number of running operations. */
  get running(): number {
    return this.#running;
  }

  /** How many may run at present. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /**
   * Whether `count` more operations that arrive together, one by default, are too many. A batch larger than the limit is admitted if
   * nothing else runs. A call that returns true counts as a refusal.
   */
  refuses(count = 1): boolean {
    if (this.#running + Math.min(count, this.limit) <= this.limit) return false;
    this.refused += 1;
    return true;
  }

  /** Runs work that counts as `count` running operations, one by default, until it is done. */
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
    this.#lateMs += Math.min(now - this.#last - SAMPLE_MS, MAX_SAMPLE_SHARE * tooLateMs);
    this.#last = now;
    this.#samples += 1;
    const isLate = this.#lateMs > tooLateMs;
    if (this.#samples < WINDOW && !isLate) return;
    this.#adjust(isLate);
    this.#samples = 0;
    this.#lateMs = 0;
  }

  /** The mean of a window decides, and a few long operations are not overload. */
  #adjust(isLate: boolean): void {
    if (!isLate) this.#limit = Math.min(this.#settings.maxRunning, this.#limit * GROW + 1);
    else if (this.#running > MIN_LIMIT)
      this.#limit = Math.max(MIN_LIMIT, Math.min(this.#limit, this.#running) * SHRINK);
  }
}

const REAL_CLOCK: LoadClock = {
  now: () => performance.now(),
  every: (ms, sample) => {
    const timer = setInterval(sample, ms).unref();
    return { stop: () => clearInterval(timer) };
  },
};
