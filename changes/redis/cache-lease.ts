import { compareCursors } from '../cursor.ts';
import type { Cursor } from '../event.ts';

/**
 * How long, in milliseconds by their own clocks, the others wait for a silent replica before they go on without it. This is how long a
 * killed replica delays announcements by all others.
 */
export const SILENCE_TIMEOUT_MS = 1_000;
/**
 * How long a replica relies on the others to wait, measured from before they heard from it. The margin covers differences in clock rate.
 */
const LEASE_MS = 0.9 * SILENCE_TIMEOUT_MS;

/** The outcome of a heartbeat. */
export interface HeartbeatOutcome {
  /** By `performance`, just before the request and just after the response. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** Whether it put this process on the roster. */
  readonly isOn: boolean;
  /** The position that this process had before the request. */
  readonly position: Cursor | null;
  /** The `run_id` of the server. */
  readonly run: string;
  /** The newest cursor of the log at the time. */
  readonly newest: Cursor;
}

/**
 * This process's lease on its own caches. While it is on the roster, the others wait for it, up to a timeout, before they announce
 * anything. So it may serve from its caches for a little less than that timeout after its last heartbeat. If the lease expires before it is
 * renewed, the others may have gone on without it; it must then first catch up with everything that was in the log when it came back.
 *
 * Coming back takes two steps: the first heartbeat tells it how far the log is, and it catches up while nobody waits for it; the second
 * puts it back on the roster, with little left to catch up with.
 *
 * Heartbeats are not enough: the others would wait forever for a replica that sends them but makes no progress, for example because only
 * the connection over which it follows the log is cut. After a stall as long as the timeout it takes itself off the roster, and comes back
 * the same way. A replica that is slow but makes progress is waited for.
 */
export class CacheLease {
  #until = -Infinity;
  #isOn = false;
  /** The cursor to catch up with before serving from caches; null if it has to be asked for first. */
  #target: Cursor | null = null;
  /** The run of the server that the target comes from. */
  #run: string | null = null;
  #position: Cursor | null = null;
  #isCaughtUp = false;
  /** Since when the log has been ahead without any progress by this process; null if it has made progress, or is not behind. */
  #stalledSince: number | null = null;

  /** Whether this process may serve from its caches now. */
  isValid(now: number): boolean {
    return now < this.#until && this.#isCaughtUp;
  }

  /** The cursor up to which everything that changed is dropped; null at first. */
  get position(): Cursor | null {
    return this.#position;
  }

  /** Notes that everything that changed at or before `position` is dropped. */
  reached(position: Cursor): void {
    this.#position = position;
    this.#stalledSince = null;
    this.#updateCaughtUp();
  }

  /** Whether the next heartbeat may put this process on the roster. */
  mayBeOn(now: number): boolean {
    if (this.#isOn && (now >= this.#until || this.#hasStalled(now))) {
      this.#isOn = false;
      this.#setTarget(null);
    }
    return this.#isOn || this.#isCaughtUp;
  }

  /** Records the outcome of a heartbeat. */
  recordHeartbeat({ askedAt, answeredAt, isOn, position, run, newest }: HeartbeatOutcome): void {
    // Redis has come back with an earlier snapshot of the log. What else is lost, the follower has yet to find out.
    const isBack = position !== null && compareCursors(position, newest) > 0;
    if (isBack && position === this.#position) this.#position = null;
    // Having caught up with the log does not count any more: it may have started over, or lost its newest events.
    const isAnew =
      isBack ||
      run !== this.#run ||
      this.#target === null ||
      Number.isNaN(compareCursors(this.#target, newest));
    this.#run = run;
    // It was off the roster until now, or too late: others may have announced what was recorded before this heartbeat.
    if (isAnew || !isOn || !this.#isOn || answeredAt >= this.#until) this.#setTarget(newest);
    this.#isOn = isOn;
    this.#until = isOn ? askedAt + LEASE_MS : -Infinity;
    this.#stalledSince = this.#hasReached(newest) ? null : (this.#stalledSince ?? answeredAt);
  }

  #hasStalled(now: number): boolean {
    return this.#stalledSince !== null && now - this.#stalledSince >= SILENCE_TIMEOUT_MS;
  }

  #hasReached(target: Cursor): boolean {
    return this.#position !== null && compareCursors(this.#position, target) >= 0;
  }

  #setTarget(target: Cursor | null): void {
    this.#target = target;
    this.#updateCaughtUp();
  }

  /** Once caught up, it stays so until there is a new target: the others wait for it with whatever comes later. */
  #updateCaughtUp(): void {
    this.#isCaughtUp = this.#target !== null && this.#hasReached(this.#target);
  }
}
