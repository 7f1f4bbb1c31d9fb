import { TimeoutError } from './errors/timeout.ts';

/**
 * What a try says of its system that was cut off, as its time or that of its request was over. It may have been sent late, behind others
 * in our own queue or after other reads of its request: then it says nothing. It does where it was on the wire for a fair time, or where
 * the system has said nothing to anybody for as long, although it was asked all the time: behind a system that hangs, all are late.
 */
export class Patience {
  readonly #fairMs: number;
  readonly #now: () => number;
  /** How many wait for the system: in the queue before it, or on the wire. */
  #waiting = 0;
  #silentSince = 0;

  /** `fairMs` is what a system must have had before it is blamed; `now` are milliseconds that only grow. */
  constructor(fairMs: number, now: () => number = () => performance.now()) {
    this.#fairMs = fairMs;
    this.#now = now;
  }

  /** Somebody waits for the system, until he {@link left}. */
  came(): void {
    if (this.#waiting === 0) this.#silentSince = this.#now();
    this.#waiting += 1;
  }

  left(): void {
    this.#waiting -= 1;
  }

  /** The system, or the connection to it, has said something. */
  heard(): void {
    this.#silentSince = this.#now();
  }

  /** Whether the system is to blame for a try that was sent at `sentAt` and is cut off now. Never where its caller has left. */
  isFailure(sentAt: number, reason: unknown): boolean {
    if (!isTimeUp(reason)) return false;
    return this.#now() - Math.min(sentAt, this.#silentSince) >= this.#fairMs;
  }
}

/** A call's own time, or that of the request for which it is; one that leaves aborts with another reason. */
function isTimeUp(reason: unknown): boolean {
  return reason instanceof TimeoutError || (reason instanceof DOMException && reason.name === 'TimeoutError');
}
