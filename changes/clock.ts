/** Tells the time and sets timers. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `call` once, `ms` milliseconds from now. Returns a function that cancels it. */
  after(ms: number, call: () => void): () => void;
}

/** The longest delay that Node's timers accept (2^31 - 1 ms, 24.8 days). A longer wait wakes early, and its caller checks again. */
const MAX_TIMEOUT_MS = 2_147_483_647;

/** The system clock. Its timers do not keep the process alive. */
export const CLOCK: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, Math.min(ms, MAX_TIMEOUT_MS)).unref();
    return () => clearTimeout(timer);
  },
};
