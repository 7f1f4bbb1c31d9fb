import { answersOf } from '../../../datasources/redis/answers.ts';
import type { Cursor } from '../../event.ts';
import {
  PatientConnection,
  type PatientConnectionOptions,
} from '../../../datasources/redis/patient-connection.ts';
import { laneOf, STATES, type Delivery, type PendingDelivery } from '../delivery.ts';
import type { Endpoint, EndpointState, EndpointTerms, NewEndpoint } from '../endpoint.ts';
import type {
  Counts,
  DeliveryQuery,
  EndpointLease,
  AttemptOutcome,
  EnqueueStep,
  WebhookStore,
  Written,
} from '../store.ts';
import { WebhooksUnavailableError } from '../../errors/webhooks-unavailable.ts';
import { deliveriesIn, deliveryAt, waitingAfter } from './deliveries.ts';
import { Keys } from './keys.ts';
import { endpointIn, fieldsOf, statusOf } from './rows.ts';
import { CHANGE, CREATE, HOLD, RELEASE, REMOVE, REVIVE, REWIND, SETTLE, TAKE } from './scripts.ts';

/** How the webhooks of several replicas are stored. */
export interface RedisWebhooksOptions extends Pick<PatientConnectionOptions, 'redis' | 'log'> {
  /** How long to wait for a connection to Redis, and again for its reply, in milliseconds; 2,000 by default. */
  readonly timeoutMs?: number;
  /** The prefix of all keys; `isthmus:` by default. */
  readonly prefix?: string;
}

/** Stores webhooks in Redis 6.2 or newer: one server, not a cluster, with persistence enabled. */
export function openRedisWebhooks(options: RedisWebhooksOptions): WebhookStore {
  return new RedisWebhooks(options);
}

class RedisWebhooks implements WebhookStore {
  readonly #connection: PatientConnection;
  readonly #keys: Keys;

  constructor({ redis, log, timeoutMs = 2_000, prefix = 'isthmus:' }: RedisWebhooksOptions) {
    const unavailable = (cause: Error) => new WebhooksUnavailableError(cause);
    const whose = 'the store of webhooks';
    this.#connection = new PatientConnection({ redis, log, timeoutMs, whose, unavailable });
    this.#keys = new Keys(prefix);
  }

  endpoints(): Promise<readonly Endpoint[]> {
    return this.#connection.ask(async (redis) => {
      const ids = await redis.zrange(this.#keys.endpoints, '0', '-1');
      const pipeline = redis.pipeline();
      for (const id of ids) pipeline.hgetall(this.#keys.endpoint(id));
      const hashes = (await answersOf(pipeline)) as readonly Record<string, string>[];
      return hashes.map(endpointIn).filter((endpoint) => endpoint !== null);
    });
  }

  endpoint(id: string): Promise<Endpoint | null> {
    return this.#connection.ask(async (redis) => endpointIn(await redis.hgetall(this.#keys.endpoint(id))));
  }

  create(endpoint: NewEndpoint, most: number): Promise<'created' | 'known' | 'full'> {
    const { id, createdAt } = endpoint;
    const keys = [this.#keys.endpoint(id), this.#keys.endpoints];
    return this.#connection.ask(
      (redis) =>
        CREATE.run(redis, keys, [most, id, createdAt, ...fieldsOf(endpoint)]) as Promise<
          'created' | 'known' | 'full'
        >,
    );
  }

  amend(id: string, version: number, terms: EndpointTerms): Promise<boolean> {
    return this.#change(id, String(version), { terms: JSON.stringify(terms) });
  }

  turn(id: string, state: EndpointState): Promise<boolean> {
    const rests = state.is === 'active' ? { rests: '0' } : {};
    return this.#change(id, '', { state: JSON.stringify(state), ...rests });
  }

  rewind(id: string, to: Cursor): Promise<boolean> {
    const keys = [this.#keys.endpoint(id)];
    return this.#connection.ask(async (redis) => (await REWIND.run(redis, keys, [to])) === 1);
  }

  async revive(id: string, failedToo: boolean): Promise<void> {
    await this.#connection.ask((redis) => REVIVE.run(redis, this.#keys.of(id), [failedToo ? 1 : 0]));
  }

  remove(id: string): Promise<boolean> {
    const keys = [...this.#keys.of(id), this.#keys.endpoints];
    return this.#connection.ask(async (redis) => Number(await REMOVE.run(redis, keys, [id])) > 0);
  }

  hold(ids: readonly string[], owner: string, ms: number): Promise<ReadonlyMap<string, EndpointLease>> {
    if (ids.length === 0) return Promise.resolve(new Map());
    const keys = ids.map((id) => this.#keys.endpoint(id));
    return this.#connection.ask(async (redis) => {
      const answers = (await HOLD.run(redis, keys, [owner, ms])) as readonly (readonly string[] | null)[];
      const held = ids.flatMap((id, index) => {
        const [token, version] = answers[index] ?? [];
        return token === undefined ? [] : [[id, { token: Number(token), version: Number(version) }] as const];
      });
      return new Map(held);
    });
  }

  async release(ids: readonly string[], owner: string): Promise<void> {
    if (ids.length === 0) return;
    const keys = ids.map((id) => this.#keys.endpoint(id));
    await this.#connection.ask((redis) => RELEASE.run(redis, keys, [owner]));
  }

  take(id: string, token: number, { from, to, events, gap }: EnqueueStep): Promise<Written> {
    const places = events.flatMap((event) => [laneOf(event), JSON.stringify(event)]);
    const args = [token, from, to, gap ? JSON.stringify(gap) : '', ...places];
    return this.#connection.ask((redis) => TAKE.run(redis, this.#keys.of(id), args) as Promise<Written>);
  }

  settle(id: string, token: number, settling: AttemptOutcome): Promise<Written> {
    const { seq, state, endpoint, restsUntil, triesBefore } = settling;
    const turned = endpoint ? JSON.stringify(endpoint) : '';
    const args = [token, seq, state, statusOf(settling), turned, restsUntil ?? '', triesBefore];
    return this.#connection.ask((redis) => SETTLE.run(redis, this.#keys.of(id), args) as Promise<Written>);
  }

  waiting(id: string, after: number, limit: number): Promise<readonly PendingDelivery[]> {
    return this.#connection.ask((redis) => waitingAfter(redis, this.#keys, id, after, limit));
  }

  delivery(id: string, seq: number): Promise<Delivery | null> {
    return this.#connection.ask((redis) => deliveryAt(redis, this.#keys, id, seq));
  }

  deliveries(id: string, query: DeliveryQuery): Promise<readonly Delivery[]> {
    return this.#connection.ask((redis) => deliveriesIn(redis, this.#keys, id, query));
  }

  counts(id: string): Promise<Counts> {
    return this.#connection.ask(async (redis) => {
      const pipeline = redis.pipeline();
      for (const state of STATES) pipeline.zcard(this.#keys.places(id, state));
      const [pending, delivered, failed] = (await answersOf(pipeline)) as readonly number[];
      return { pending: pending ?? 0, delivered: delivered ?? 0, failed: failed ?? 0 };
    });
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #change(id: string, version: string, fields: Readonly<Record<string, string>>): Promise<boolean> {
    const args = [version, ...Object.entries(fields).flat()];
    return this.#connection.ask(
      async (redis) => (await CHANGE.run(redis, [this.#keys.endpoint(id)], args)) === 1,
    );
  }
}
