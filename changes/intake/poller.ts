import { QuotaLowError } from '../../datasources/rest/errors/quota-low.ts';
import type { Logger } from '../../datasources/logger.ts';
import { CLOCK } from '../clock.ts';
import { Latch } from '../latch.ts';
import type { ChangeLog } from '../log.ts';
import { loggedOutage, LogUnavailableError } from '../errors/log-unavailable.ts';
import type { Counters } from './counters.ts';
import type { Registration } from './registration.ts';
import type { AcquireLease, FeedReader } from './feed-reader.ts';

/** The shortest lease. A killed replica blocks the others for this long; one that shuts down releases its lease. */
const MIN_LEASE_MS = 5_000;
const LEASE_POLLS = 3;
const MAX_PAUSE_MS = 30_000;
/**
 * Keeps replicas that started together from polling together. Jitter only shortens the pause, because the interval is a promised maximum.
 */
const JITTER = 0.2;

/** What a poller polls, and how often. */
export interface PollerParts {
  readonly system: string;
  readonly feedReader: FeedReader;
  readonly log: ChangeLog;
  readonly pollMs: number;
  /** Notified of the lease; null if the gateway does not register itself for this system's webhooks. */
  readonly registration: Registration | null;
  readonly counters: Counters;
  readonly logger: Logger;
  /** Aborts when the process stops. */
  readonly closing: AbortSignal;
}

/**
 * Polls one system for changes, unless another replica holds the lease to do so; then it tries to acquire the lease at the same interval.
 * While the system fails, pauses grow to 30 s; while its quota is low, it is not polled.
 */
export class Poller {
  readonly #parts: PollerParts;
  readonly #hold: AcquireLease;
  readonly #latch = new Latch();
  #failures = 0;
  #running: Promise<void> | null = null;
  readonly #leaseMs: number;
  #isHolding = false;
  #renewing: Promise<void> | null = null;

  constructor(parts: PollerParts) {
    const { system, log, pollMs, registration } = parts;
    this.#leaseMs = Math.max(MIN_LEASE_MS, LEASE_POLLS * pollMs);
    this.#parts = parts;
    this.#hold = async () => {
      const lease = await log.lease(system, this.#leaseMs);
      this.#isHolding = lease !== null;
      registration?.leased(lease);
      return lease;
    };
  }

  /** Starts polling; resolves after the first round, whether or not it succeeded. Must be called once only. */
  async start(): Promise<void> {
    const first = this.#round();
    this.#running = first.then((pauseMs) => this.#run(pauseMs));
    await first;
    await this.#parts.registration?.settled();
  }

  /** Polls now instead of at the next interval. */
  kick(): void {
    this.#latch.give();
  }

  /** Call after `closing` has aborted. Resolves once polling has stopped and the lease is released. */
  async close(): Promise<void> {
    const { registration, log, system } = this.#parts;
    this.#latch.give();
    await this.#running;
    await registration?.close(() => log.lease(system, this.#leaseMs));
    // If this fails, the lease simply expires.
    await log.release(system).catch(() => undefined);
  }

  async #run(firstPauseMs: number): Promise<void> {
    let pauseMs = firstPauseMs;
    const { closing } = this.#parts;
    for (;;) {
      await this.#latch.wait(CLOCK.now() + pauseMs * (1 - JITTER * Math.random()), CLOCK);
      if (closing.aborted) return;
      pauseMs = await this.#round();
    }
  }

  /** Runs one round; returns how long to pause afterwards, in milliseconds. Never rejects. */
  async #round(): Promise<number> {
    const { feedReader, system, pollMs, logger } = this.#parts;
    // Reading a page may take longer than the lease lasts.
    const renewal = setInterval(() => void this.#renew(), this.#leaseMs / LEASE_POLLS);
    try {
      // A reading shared with webhooks, which need no lease, would not renew it.
      await this.#hold();
      // Even without the lease this notes the log's position, so that any replica can continue from there if the log loses it.
      await feedReader.catchUp(this.#hold);
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

  /** Renews the lease, if held, while a page is being read. If it was lost, that shows before the next page. */
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
    // Nothing was sent, and nothing failed. The lease is kept: another replica does not know about the quota, and would poll.
    if (err instanceof QuotaLowError) return pollMs;
    counters.failures += 1;
    this.#failures += 1;
    if (this.#failures === 1) logger.warn({ system, ...loggedOutage(err) }, 'changes cannot be read now');
    // The log belongs to the replicas themselves: it needs no protection from retries, and everything waits for it.
    if (err instanceof LogUnavailableError) return pollMs;
    return Math.max(pollMs, Math.min(pollMs * 2 ** this.#failures, MAX_PAUSE_MS));
  }
}
