import { setImmediate as turn } from 'node:timers/promises';
import { Deliverer, type DelivererParts, type Ended } from './deliverer.ts';
import type { PendingDelivery } from './delivery.ts';
import type { Endpoint } from './endpoint.ts';
import { Lanes } from './lanes.ts';
import { Latch } from '../latch.ts';
import { nextPause } from './schedule.ts';
import type { EndpointLease, AttemptOutcome } from './store.ts';
import { WebhooksUnavailableError } from '../errors/webhooks-unavailable.ts';
import { Enqueuer, type EnqueuerParts } from './enqueuer.ts';
import { errorText } from '../../datasources/thrown.ts';

/** The dependencies shared by all workers of a process. */
export interface WorkerParts extends Omit<EnqueuerParts, 'store'>, DelivererParts {
  /** The most concurrent deliveries to one endpoint. */
  readonly concurrency: number;
  /** The most pending deliveries; beyond that, no more are taken from the log. */
  readonly maxPending: number;
}

/** After this many consecutive failures, an endpoint is sent one delivery at a time until one succeeds. */
const FAILURES_IN_A_ROW = 3;
const LOAD_PAGE_SIZE = 1_000;

/**
 * Works on one endpoint for as long as this process holds it: turns new events in the log into deliveries, and sends them. Its memory only
 * caches the state of the store; whatever was not recorded there is redone by the next holder.
 */
export class Worker {
  readonly token: number;
  readonly #parts: WorkerParts;
  readonly #id: string;
  /** Aborted: nothing new is started. */
  readonly #stopping = new AbortController();
  /** Aborted: work in progress is abandoned. */
  readonly #over = new AbortController();
  readonly #deliverer: Deliverer;
  readonly #latch = new Latch();
  /** By lane. */
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #ended: Promise<void>;
  #endpoint: Endpoint | null = null;
  #enqueuer: Enqueuer | null = null;
  #lanes = new Lanes();
  #lastSeq = 0;
  /** The version in the store, as far as it is known: when it differs from that of `#endpoint`, the endpoint is reloaded. */
  #version: number;
  /** Whether memory may lack something that is in the store. */
  #isStale = true;
  #failuresInARow = 0;
  /** Whether it was full, and since then never less than half full. */
  #wasFull = false;
  #mayHaveMore = true;
  #pauseMs = 0;
  /** How long, and until when, nothing is started because the store could not be reached. */
  #blockedMs = 0;
  #blockedUntil = 0;

  constructor(parts: WorkerParts, id: string, { token, version }: EndpointLease) {
    this.token = token;
    this.#parts = parts;
    this.#id = id;
    this.#version = version;
    this.#deliverer = new Deliverer(parts, id, token, this.#over);
    this.#ended = this.#run();
  }

  /** Tells it the version in the store, and that the log may have more. */
  wake(version: number | null = null): void {
    if (version !== null) this.#version = version;
    this.#mayHaveMore = true;
    this.#latch.give();
  }

  /** Starts nothing new, and resolves when the work in progress has finished. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#latch.give();
    await this.#ended;
  }

  /** Abandons the work in progress immediately: another process holds, or may hold, the endpoint. */
  async abandon(): Promise<void> {
    this.#over.abort();
    await this.stop();
  }

  get #isOver(): boolean {
    return this.#stopping.signal.aborted || this.#over.signal.aborted;
  }

  get #isActive(): boolean {
    return this.#endpoint?.state.is === 'active' && !this.#isOver;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const until = await this.#round();
      await this.#latch.wait(until, this.#parts.clock);
    }
    await Promise.all(this.#inFlight.values());
    if (!this.#over.signal.aborted) await this.#enqueuer?.note().catch(() => undefined);
  }

  /** Does what there is to do. Returns when there may be more; null if only a wake-up can tell. Never rejects. */
  async #round(): Promise<number | null> {
    const { clock, logger } = this.#parts;
    try {
      if (this.#isStale || this.#endpoint?.version !== this.#version) await this.#load();
      this.#dispatch();
      while (await this.#takeMore()) {
        this.#dispatch();
        // Without Redis nothing here waits for I/O: yield to the rest of the process.
        await turn();
      }
      this.#pauseMs = 0;
      return this.#nextTime(clock.now());
    } catch (error) {
      if (this.#isOver) return clock.now();
      this.#isStale = true;
      const reason = errorText(error);
      if (this.#pauseMs === 0)
        logger.warn({ webhook: this.#id, reason }, 'deliveries of a webhook are delayed');
      this.#pauseMs = nextPause(this.#pauseMs);
      return clock.now() + this.#pauseMs;
    }
  }

  #nextTime(now: number): number | null {
    if (this.#isOver) return now;
    if (!this.#isActive) return null;
    return this.#quietUntil > now ? this.#quietUntil : this.#lanes.due;
  }

  /** Nothing is sent before this time, because the endpoint asked for it or the store is unreachable. */
  get #quietUntil(): number {
    return Math.max(this.#endpoint?.restsUntil ?? 0, this.#blockedUntil);
  }

  /** Reloads the queue from the store. Deliveries in flight stay in flight. */
  async #load(): Promise<void> {
    // First, as what is in flight may make it stale again before the queue is read.
    this.#isStale = false;
    const endpoint = await this.#parts.store.endpoint(this.#id);
    this.#endpoint = endpoint;
    this.#lanes = new Lanes();
    this.#lastSeq = 0;
    this.#mayHaveMore = true;
    if (!endpoint) {
      this.#stopping.abort();
      return;
    }
    this.#version = endpoint.version;
    this.#enqueuer = new Enqueuer(this.#parts, endpoint, this.token);
    await this.#loadWaiting();
    for (const lane of this.#inFlight.keys()) this.#lanes.keep(lane);
  }

  async #loadWaiting(): Promise<void> {
    for (;;) {
      const waiting = await this.#parts.store.waiting(this.#id, this.#lastSeq, LOAD_PAGE_SIZE);
      const now = this.#parts.clock.now();
      for (const one of waiting) this.#lanes.add(one, now);
      this.#lastSeq = waiting.at(-1)?.seq ?? this.#lastSeq;
      if (waiting.length < LOAD_PAGE_SIZE) return;
    }
  }

  /** Takes the next events from the log, if there is room. Returns whether there were any. */
  async #takeMore(): Promise<boolean> {
    if (!this.#mayHaveMore || !this.#isActive || !this.#enqueuer || !this.#hasRoom()) return false;
    this.#mayHaveMore = false;
    const { logger } = this.#parts;
    const webhook = this.#id;
    const taken = await this.#enqueuer.next(this.#stopping.signal);
    switch (taken.is) {
      case 'nothing':
        return false;
      case 'taken':
        if (taken.gap)
          logger.error({ webhook, gap: taken.gap }, 'a webhook has a gap: some changes are not delivered');
        if (taken.events.length > 0) await this.#loadWaiting();
        break;
      case 'elsewhere':
        await this.#load();
        break;
      case 'fenced':
        this.#over.abort();
        return false;
    }
    this.#mayHaveMore = true;
    return true;
  }

  /** Whether more may be taken from the log. Logs once that it is full, and which entity takes up the most room. */
  #hasRoom(): boolean {
    const { size } = this.#lanes;
    if (size < this.#parts.maxPending) {
      this.#wasFull &&= size > this.#parts.maxPending / 2;
      return true;
    }
    if (!this.#wasFull) {
      const { longest } = this.#lanes;
      const fields = { webhook: this.#id, pending: size, entity: longest?.lane, ofEntity: longest?.size };
      this.#parts.logger.warn(
        fields,
        'a webhook has as much pending as it may: later changes wait in the log',
      );
    }
    this.#wasFull = true;
    return false;
  }

  #dispatch(): void {
    const now = this.#parts.clock.now();
    while (this.#isActive && this.#quietUntil <= now && this.#inFlight.size < this.#limit) {
      const next = this.#lanes.next(now);
      if (!next) return;
      this.#start(next);
    }
  }

  get #limit(): number {
    return this.#failuresInARow >= FAILURES_IN_A_ROW ? 1 : this.#parts.concurrency;
  }

  #start(waiting: PendingDelivery): void {
    if (!this.#endpoint) return;
    const work = this.#deliverer.deliver(waiting.seq, this.#endpoint.terms).then(
      (ended) => this.#finish(waiting, ended),
      // Nothing was sent: it is retried once the store is reachable.
      (err: unknown) => {
        if (!(err instanceof WebhooksUnavailableError))
          this.#parts.logger.error({ webhook: this.#id, err }, 'a delivery could not be read');
        this.#finish(waiting, null);
      },
    );
    this.#inFlight.set(waiting.lane, work);
  }

  /** Synchronous, so that a reload finds the delivery either in flight or not. */
  #finish(waiting: PendingDelivery, ended: Ended | null): void {
    const now = this.#parts.clock.now();
    this.#inFlight.delete(waiting.lane);
    if (ended === null) {
      this.#block(now);
      this.#lanes.putOff(waiting, now, now);
    } else this.#blockedMs = 0;
    if (ended?.is === 'gone') this.#lanes.done(waiting, now);
    else if (ended?.is === 'elsewhere') this.#isStale = true;
    else if (ended?.is === 'early') this.#lanes.putOff(waiting, ended.nextAt, now);
    else if (ended?.is === 'settled') this.#settled(ended.settling, waiting, now);
    this.#latch.give();
  }

  /** Deliveries in flight at the same time fail together: they count once. */
  #block(now: number): void {
    if (now < this.#blockedUntil) return;
    this.#blockedMs = nextPause(this.#blockedMs);
    this.#blockedUntil = now + this.#blockedMs;
  }

  #settled(settling: AttemptOutcome, waiting: PendingDelivery, now: number): void {
    const { state, nextAt, endpoint: turned, restsUntil, attempts } = settling;
    if (state === 'pending') this.#lanes.putOff(waiting, nextAt, now);
    else this.#lanes.done(waiting, now);
    this.#failuresInARow = state === 'delivered' ? 0 : this.#failuresInARow + 1;
    if (!this.#endpoint) return;
    if (restsUntil !== null) this.#endpoint = { ...this.#endpoint, restsUntil };
    if (!turned || this.#endpoint.state.is !== 'active') return;
    this.#endpoint = { ...this.#endpoint, state: turned };
    const reason = attempts.at(-1)?.error;
    this.#parts.logger.warn(
      { webhook: this.#id, now: turned.is, reason },
      'nothing is sent to a webhook any more',
    );
  }
}
