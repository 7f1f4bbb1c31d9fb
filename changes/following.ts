import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../datasources/logger.ts';
import { loggedOutage } from './errors/log-unavailable.ts';
import type { Cursor } from './event.ts';
import type { ChangeLog, Follower } from './log.ts';

/** The dependencies of {@link Following}. */
export interface FollowingParts {
  readonly log: Pick<ChangeLog, 'newest' | 'follow'>;
  readonly logger: Logger;
  readonly follower: Follower;
  /** Ends it. */
  readonly stop: AbortSignal;
  /**
   * Called each time before the log is followed from its newest event. `isLate` says whether this process has answered requests before it
   * first followed the log. If this rejects, the log is not followed yet, and it is called again.
   */
  readonly begin: (newest: Cursor, isLate: boolean) => Promise<void>;
}

const RETRY_MS = 1_000;
const START_MS = 500;

/** Follows the log until it is stopped, however often the log is out of reach. */
export class Following {
  readonly #parts: FollowingParts;
  /** Never reset: it matters only to the first time that following begins. */
  #isLate = false;
  /** Whether the last attempt to begin failed: that is logged once, not for each attempt. */
  #isUnreachable = false;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: FollowingParts) {
    this.#parts = parts;
  }

  /** Starts to follow. Resolves once the first attempt has succeeded or failed, or after half a second; it goes on in the background. */
  async start(): Promise<void> {
    const { promise: first, resolve: tried } = Promise.withResolvers<boolean>();
    this.#running = this.#run(tried);
    const hasBegun = await Promise.race([first, pause(START_MS, this.#parts.stop).then(() => false)]);
    this.#isLate = !hasBegun;
  }

  /** Resolves once it has stopped. */
  stopped(): Promise<void> {
    return this.#running;
  }

  /** Calls `tried` with the outcome of each attempt to begin. */
  async #run(tried: (hasBegun: boolean) => void): Promise<void> {
    const { log, logger, follower, stop } = this.#parts;
    while (!stop.aborted) {
      const from = await this.#begin();
      tried(from !== null);
      try {
        if (from !== null) {
          await log.follow(from, follower, stop);
          return;
        }
      } catch (err) {
        // No known error gets here.
        logger.error({ err }, 'following the change log failed; it begins again');
      }
      await pause(RETRY_MS, stop);
    }
  }

  /** Where to follow from; null if the log cannot be reached. */
  async #begin(): Promise<Cursor | null> {
    const { log, logger, begin } = this.#parts;
    try {
      const newest = await log.newest();
      await begin(newest, this.#isLate);
      if (this.#isUnreachable) logger.warn({}, 'the change log is followed again');
      this.#isUnreachable = false;
      return newest;
    } catch (error) {
      if (!this.#isUnreachable) logger.warn(loggedOutage(error), 'the change log cannot be followed yet');
      this.#isUnreachable = true;
      return null;
    }
  }
}

/** Waits so long, or until the signal; at an aborted one not at all. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return wait(ms, undefined, { signal }).catch(() => undefined);
}
