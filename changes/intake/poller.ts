import { QuotaLowError } from '../../datasources/rest/errors/quota-low.ts';
import type { Logger } from '../../datasources/scope.ts';
import { LogUnavailableError, type ChangeLog } from '../log.ts';
import type { Counters } from './counters.ts';
import type { Registration } from './registration.ts';
import type { Hold, Trail } from './trail.ts';

/** A replica that was killed keeps the others waiting for so long; one that is closed gives its lease back. */
const LEAST_LEASE_MS = 5_000;
const LEASE_POLLS = 3;
const LONGEST_PAUSE_MS = 30_000;
/** Replicas that were started together are not to ask together. The interval is the longest pause, as it is what is promised. */
const JITTER = 0.2;

/** Whom a poller asks, and how often. */
export interface PollerParts {
  readonly system: string;
  readonly trail: Trail;
  readonly log: ChangeLog;
  readonly pollMs: number;
  /** Told of the lease; null where the system sends no webhooks by itself. */
  readonly registration: Registration | null;
  readonly counters: Counters;
  readonly logger: Logger;
  /** Aborts when the process stops. */
  readonly closing: AbortSignal;
}

/**
 * Asks one system again and again what has changed, as long as no other replica does: that one has the lease, and this one tries to get it
 * at the same interval. While the system fails, pauses grow up to 30 s; while its quota is low, it is not asked.
 */
export class Poller {
  readonly #parts: PollerParts;
  readonly #hold: Hold;
  #wake: (() => void) | null = null;
  #isKicked = false;
  #failures = 0;
  #running: Promise<void> | null = null;
  readonly #leaseMs: number;
  #isHolding = false;
  #renewing: Promise<void> | null = null;

  constructor(parts: PollerParts) {
    const { system, log, pollMs, registration } = parts;
    this.#leaseMs = Math.max(LEAST_LEASE_MS, LEASE_POLLS * pollMs);
    this.#parts = parts;
    this.#hold = async () => {
      const lease = await log.lease(system, this.#leaseMs);
      this.#isHolding = lease !== null;
      registration?.leased(lease);
      return lease;
    };
  }

  /** Begins; resolves after the first round, however it ended. Called once. */
  async start(): Promise<void> {
    const first = this.#round();
    this.#running = first.then((pauseMs) => this.#run(pauseMs));
    await first;
    await this.#parts.registration?.settled();
  }

  /** Asks now, and not when its time has come. */
  kick(): void {
    this.#isKicked = true;
    this.#wake?.();
  }

  /** Resolves once nothing is asked any more, after `closing` has aborted, and the lease is given back. */
  async close(): Promise<void> {
    this.#wake?.();
    await this.#running;
    await this.#parts.registration?.close();
    // Who cannot be told will see the lease end.
    await this.#parts.log.release(this.#parts.system).catch(() => undefined);
  }

  async #run(firstPauseMs: number): Promise<void> {
    let pauseMs = firstPauseMs;
    const { closing } = this.#parts;
    for (;;) {
      await this.#pause(pauseMs * (1 - JITTER * Math.random()));
      if (closing.aborted) return;
      pauseMs = await this.#round();
    }
  }

  /** One round, and for how long to pause after it. Never rejects. */
  async #round(): Promise<number> {
    const { trail, system, pollMs, logger } = this.#parts;
    this.#isKicked = false;
    // A page may take longer than the lease lasts.
    const renewal = setInterval(() => void this.#renew(), this.#leaseMs / LEASE_POLLS);
    try {
      // Without the lease, too, it notes where the log is, so that any replica can go on from there if the log should lose it.
      await trail.catchUp(this.#hold);
      if (this.#failures > 0) logger.warn({ system, failures: this.#failures }, 'changes are read again');
      this.#failures = 0;
      return pollMs;
    } catch (error) {
      return this.#pauseAfter(error);
    } finally {
      clearInterval(renewal);
      await this.#renewing;
    }
  }

  /** Keeps the lease for a page that is being read, where it is held. What becomes of it is seen before the next page. */
  async #renew(): Promise<void> {
    const { log, system, closing } = this.#parts;
    if (!this.#isHolding || this.#renewing || closing.aborted) return;
    this.#renewing = log.lease(system, this.#leaseMs).then(
      () => undefined,
      () => undefined,
    );
    await this.#renewing;
    this.#renewing = null;
  }

  #pauseAfter(err: unknown): number {
    const { system, pollMs, counters, logger, closing } = this.#parts;
    if (closing.aborted) return 0;
    // Nothing was sent, and nothing has failed. The lease is kept: another replica has not heard of the quota, and would ask.
    if (err instanceof QuotaLowError) return pollMs;
    counters.failures += 1;
    this.#failures += 1;
    if (this.#failures === 1) logger.warn({ system, err }, 'changes cannot be read now');
    // The log is all replicas' own: it is not to be spared, and all wait for it.
    if (err instanceof LogUnavailableError) return pollMs;
    return Math.max(pollMs, Math.min(pollMs * 2 ** this.#failures, LONGEST_PAUSE_MS));
  }

  #pause(ms: number): Promise<void> {
    if (this.#isKicked || this.#parts.closing.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
