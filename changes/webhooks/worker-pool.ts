import { randomUUID } from 'node:crypto';
import { Worker, type WorkerParts } from './worker.ts';
import { errorText } from '../../datasources/thrown.ts';

/** How long the lease on an endpoint lasts; if the holder dies, others take over after this. */
export const LEASE_MS = 10_000;
/** How often leases are renewed, and endpoints without a worker are looked for. */
const TICK_MS = 1_000;
/** The fraction of a lease by which work stops early, before others may start, because timers run late in a busy process. */
const MARGIN = 0.1;
/** How long work in progress may take to finish on shutdown. */
const DRAIN_MS = 5_000;

/** How endpoints are distributed, in milliseconds; the defaults are the constants above. */
export interface PoolOptions {
  readonly leaseMs?: number;
  readonly tickMs?: number;
  readonly drainMs?: number;
}

interface Assignment {
  readonly worker: Worker;
  /** Ends the work when the lease expires. */
  readonly fuse: NodeJS.Timeout;
}

/**
 * Works on all endpoints that no other process works on. Each endpoint is assigned to one process at a time by the store, for ten seconds
 * at a time. A process that cannot renew a lease stops in time by its own clock, before another can start.
 */
export class WorkerPool {
  readonly #parts: WorkerParts;
  readonly #owner = randomUUID();
  readonly #leaseMs: number;
  readonly #drainMs: number;
  readonly #assignments = new Map<string, Assignment>();
  readonly #dropping = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #ticking: Promise<void> | null = null;
  #isClosed = false;
  #isStoreDown = false;

  constructor(parts: WorkerParts, options: PoolOptions = {}) {
    const { leaseMs = LEASE_MS, tickMs = TICK_MS, drainMs = DRAIN_MS } = options;
    this.#parts = parts;
    this.#leaseMs = leaseMs;
    this.#drainMs = drainMs;
    this.#timer = setInterval(() => void this.tick(), tickMs).unref();
    void this.tick();
  }

  /** Tells all workers that the log has more. */
  wake(): void {
    this.#parts.reads.renew();
    for (const { worker } of this.#assignments.values()) worker.wake();
  }

  /** Checks immediately which endpoints exist, and what has been changed about them. Never rejects. */
  async tick(): Promise<void> {
    if (this.#isClosed) return;
    this.#ticking ??= this.#renew().finally(() => {
      this.#ticking = null;
    });
    await this.#ticking;
  }

  /** Finishes the work in progress, then stops and releases the endpoints. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#ticking;
    // The leases are not renewed any more: the fuses hold until the end.
    const ids = [...this.#assignments.keys()];
    const leave = (): void => ids.forEach((id) => this.#drop(id));
    const timer = setTimeout(leave, this.#drainMs);
    await Promise.all([...this.#assignments.values()].map(({ worker }) => worker.stop()));
    clearTimeout(timer);
    leave();
    await Promise.all(this.#dropping);
    await this.#parts.store.release(ids, this.#owner).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    const began = performance.now();
    try {
      const ids = (await this.#parts.store.endpoints()).map(({ id }) => id);
      const held = await this.#parts.store.hold(ids, this.#owner, this.#leaseMs);
      const spentMs = performance.now() - began;
      const leftMs = Math.max(0, this.#leaseMs * (1 - MARGIN) - spentMs);
      for (const id of this.#assignments.keys()) if (!held.has(id)) this.#drop(id);
      for (const [id, { token, version }] of held) {
        if (this.#assignments.get(id)?.worker.token !== token) this.#drop(id);
        const worker = this.#assignments.get(id)?.worker ?? new Worker(this.#parts, id, { token, version });
        this.#keep(id, worker, leftMs);
        worker.wake(version);
      }
      this.#isStoreDown = false;
    } catch (error) {
      const reason = errorText(error);
      if (!this.#isStoreDown) this.#parts.logger.warn({ reason }, 'webhooks cannot be delivered right now');
      this.#isStoreDown = true;
    }
  }

  #keep(id: string, worker: Worker, leftMs: number): void {
    clearTimeout(this.#assignments.get(id)?.fuse);
    const fuse = setTimeout(() => this.#drop(id), leftMs).unref();
    this.#assignments.set(id, { worker, fuse });
  }

  #drop(id: string): void {
    const assignment = this.#assignments.get(id);
    if (!assignment) return;
    clearTimeout(assignment.fuse);
    this.#assignments.delete(id);
    const left = assignment.worker.abandon().finally(() => this.#dropping.delete(left));
    this.#dropping.add(left);
  }
}
