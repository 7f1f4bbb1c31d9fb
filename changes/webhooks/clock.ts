/** The time, and how to be woken at one. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once, `ms` milliseconds from now; the result calls it off. */
  after(ms: number, call: () => void): () => void;
}

/** Node's timers take no more (2^31 - 1 ms, 24.8 days): who waits for longer is woken in between, and looks again. */
const LONGEST_MS = 2_147_483_647;

/** The machine's. It keeps no process alive. */
export const CLOCK: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, Math.min(ms, LONGEST_MS)).unref();
    return () => clearTimeout(timer);
  },
};
