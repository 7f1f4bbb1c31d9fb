import { TimeoutError } from './errors/timeout.ts';

/**
 * Decides what an attempt says about its system if it was cut off because its own time or that of its request was up. If it was sent late,
 * behind others in our own queue or after other reads of its request, it says nothing. It counts as a failure if it was on the wire for a
 * fair time, or if the system has not said anything to any call for that long although it was asked the whole time: behind a system that
 * hangs, every call is late.
 */
export class TimeoutClassifier {
  readonly #fairMs: number;
  readonly #now: () => number;
  /** How many calls wait for the system, queued or on the wire. */
  #waiting = 0;
  #silentSince = 0;

  /** `fairMs` is the time a system must have had before it is blamed; `now` is a monotonic clock in milliseconds. */
  constructor(fairMs: number, now: () => number = () => performance.now()) {
    this.#fairMs = fairMs;
    this.#now = now;
  }

  /** A call starts to wait for the system, until {@link callEnded}. */
  callStarted(): void {
    if (this.#waiting === 0) this.#silentSince = this.#now();
    this.#waiting += 1;
  }

  /** A call no longer waits for the system. */
  callEnded(): void {
    this.#waiting -= 1;
  }

  /** The system, or the connection to it, has given a sign of life. */
  responded(): void {
    this.#silentSince = this.#now();
  }

  /** Whether the system is to blame for an attempt that was sent at `sentAt` and is cut off now. Never if its caller has left. */
  isFailure(sentAt: number, reason: unknown): boolean {
    if (!isTimeUp(reason)) return false;
    return this.#now() - Math.min(sentAt, this.#silentSince) >= this.#fairMs;
  }
}

/** Whether the call's own time is up, or that of its request; a caller that leaves aborts with another reason. */
function isTimeUp(reason: unknown): boolean {
  return reason instanceof TimeoutError || (reason instanceof DOMException && reason.name === 'TimeoutError');
}
