import { compareCursors } from '../../cursor.ts';
import type { Cursor } from '../../event.ts';
import type { Store } from '../../sqlite/store.ts';
import { laneOf, type Delivery, type PendingDelivery } from '../delivery.ts';
import type { Endpoint, EndpointState, EndpointTerms, NewEndpoint } from '../endpoint.ts';
import {
  MAX_KEPT,
  type Counts,
  type DeliveryQuery,
  type EndpointLease,
  type AttemptOutcome,
  type EnqueueStep,
  type WebhookStore,
  type Written,
} from '../store.ts';
import { WebhooksUnavailableError } from '../../errors/webhooks-unavailable.ts';
import { deliveryIn, endpointIn } from './rows.ts';
import { statementsOf } from './statements.ts';
import { TABLES } from './tables.ts';

/** Stores webhooks in the store of a gateway that runs alone. `now` returns the time in milliseconds since 1970. */
export function openSqliteWebhooks(store: Store, now: () => number = Date.now): WebhookStore {
  return new SqliteWebhooks(store, now);
}

/** Old deliveries are deleted in batches, because finding the oldest to keep means counting the others. */
const FORGOTTEN_AT_ONCE = 64;

class SqliteWebhooks implements WebhookStore {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(store: Store, now: () => number) {
    // The file's lock shows that whoever held a lease is gone, whatever the clock says.
    if (store.layOut('webhook', TABLES)) store.db.exec('UPDATE webhook SET owner = NULL');
    this.#store = store;
    this.#now = now;
    this.#sql = statementsOf(store.db);
  }

  endpoints(): Promise<readonly Endpoint[]> {
    return this.#read(() => this.#sql.endpoints.all().map(endpointIn));
  }

  endpoint(id: string): Promise<Endpoint | null> {
    return this.#read(() => {
      const row = this.#sql.endpoint.get(id);
      return row ? endpointIn(row) : null;
    });
  }

  create({ id, createdAt, terms, taken }: NewEndpoint, most: number): Promise<'created' | 'known' | 'full'> {
    return this.#write(() => {
      if (this.#sql.endpoint.get(id)) return 'known';
      if (Number(this.#sql.count.get()?.['count']) >= most) return 'full';
      const state: EndpointState = { is: 'active', since: createdAt };
      this.#sql.create.run(id, createdAt, JSON.stringify(terms), JSON.stringify(state), taken);
      return 'created';
    });
  }

  amend(id: string, version: number, terms: EndpointTerms): Promise<boolean> {
    return this.#write(() => this.#sql.amend.run(JSON.stringify(terms), id, version).changes > 0);
  }

  turn(id: string, state: EndpointState): Promise<boolean> {
    const isActive = state.is === 'active' ? 1 : 0;
    return this.#write(() => this.#sql.turn.run(JSON.stringify(state), isActive, id).changes > 0);
  }

  rewind(id: string, to: Cursor): Promise<boolean> {
    return this.#write(() => {
      const row = this.#sql.endpoint.get(id);
      if (!row) return false;
      const isBehind = compareCursors(String(row['taken']), to) < 0;
      if (!isBehind) this.#sql.rewind.run(to, id);
      return true;
    });
  }

  revive(id: string, failedToo: boolean): Promise<void> {
    return this.#write(() => {
      this.#sql.touch.run(id);
      this.#sql.revive.run(id, failedToo ? 'failed' : 'pending');
    });
  }

  remove(id: string): Promise<boolean> {
    return this.#write(() => {
      this.#sql.removeDeliveries.run(id);
      return this.#sql.remove.run(id).changes > 0;
    });
  }

  hold(ids: readonly string[], owner: string, ms: number): Promise<ReadonlyMap<string, EndpointLease>> {
    return this.#write(() => {
      const now = this.#now();
      const rows = ids.map((id) => {
        const row =
          this.#sql.renew.get(now + ms, id, owner, now) ??
          this.#sql.hold.get(owner, now + ms, id, now, now + ms);
        return [id, row] as const;
      });
      const held = rows.flatMap(([id, row]) => {
        return row ? [[id, { token: Number(row['token']), version: Number(row['version']) }] as const] : [];
      });
      return new Map(held);
    });
  }

  release(ids: readonly string[], owner: string): Promise<void> {
    return this.#write(() => {
      for (const id of ids) this.#sql.release.run(id, owner);
    });
  }

  take(id: string, token: number, { from, to, events, gap }: EnqueueStep): Promise<Written> {
    return this.#write(() => {
      const row = this.#sql.endpoint.get(id);
      if (row?.['token'] !== token) return 'fenced';
      if (row['taken'] !== from) return 'elsewhere';
      let seq = Number(row['last_seq']);
      for (const event of events) {
        this.#sql.add.run(id, (seq += 1), laneOf(event), JSON.stringify(event));
      }
      this.#sql.step.run(to, seq, gap && JSON.stringify(gap), id);
      return 'written';
    });
  }

  settle(id: string, token: number, settling: AttemptOutcome): Promise<Written> {
    const { seq, state, triesBefore, tries, nextAt, endpoint, restsUntil } = settling;
    const attempts = JSON.stringify(settling.attempts);
    return this.#write(() => {
      if (this.#sql.endpoint.get(id)?.['token'] !== token) return 'fenced';
      const { settle, noteAttempts } = this.#sql;
      if (settle.run(state, tries, nextAt, attempts, id, seq, triesBefore, state).changes === 0) {
        noteAttempts.run(attempts, id, seq);
        return 'elsewhere';
      }
      if (state !== 'pending' && seq % FORGOTTEN_AT_ONCE === 0)
        this.#sql.forget.run(id, state, id, state, MAX_KEPT);
      if (restsUntil !== null) this.#sql.rest.run(restsUntil, id);
      if (endpoint) this.#sql.disable.run(JSON.stringify(endpoint), id);
      return 'written';
    });
  }

  waiting(id: string, after: number, limit: number): Promise<readonly PendingDelivery[]> {
    return this.#read(() =>
      this.#sql.waiting.all(id, after, limit).map((row) => {
        return { seq: Number(row['seq']), lane: String(row['lane']), nextAt: Number(row['next_at']) };
      }),
    );
  }

  delivery(id: string, seq: number): Promise<Delivery | null> {
    return this.#read(() => {
      const row = this.#sql.delivery.get(id, seq);
      return row ? deliveryIn(row) : null;
    });
  }

  deliveries(id: string, { states, before, limit }: DeliveryQuery): Promise<readonly Delivery[]> {
    const end = before ?? Number.MAX_SAFE_INTEGER;
    return this.#read(() => this.#sql.deliveries.all(id, JSON.stringify(states), end, limit).map(deliveryIn));
  }

  counts(id: string): Promise<Counts> {
    return this.#read(() => {
      const rows = this.#sql.counts.all(id).map((row) => [String(row['state']), Number(row['count'])]);
      return { pending: 0, delivered: 0, failed: 0, ...(Object.fromEntries(rows) as Partial<Counts>) };
    });
  }

  /** The file is closed by its opener. */
  async close(): Promise<void> {
    // Nothing to close.
  }

  async #read<T>(work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      throw new WebhooksUnavailableError(error);
    }
  }

  #write<T>(work: () => T): Promise<T> {
    return this.#read(() => this.#store.transaction(work));
  }
}
