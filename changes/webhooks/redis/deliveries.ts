import type { Redis } from 'ioredis';
import { answersOf } from '../../../datasources/redis/answers.ts';
import type { Delivery, DeliveryState, Waiting } from '../delivery.ts';
import type { DeliveryQuery } from '../store.ts';
import type { Keys } from './keys.ts';
import { deliveryIn, statusIn } from './rows.ts';

const STATES: readonly DeliveryState[] = ['pending', 'delivered', 'failed'];

/** Pending deliveries after one of them, the oldest first. */
export async function waitingAfter(
  redis: Redis,
  keys: Keys,
  id: string,
  after: number,
  limit: number,
): Promise<readonly Waiting[]> {
  const places = await redis.zrange(
    keys.places(id, 'pending'),
    `(${after}`,
    '+inf',
    'BYSCORE',
    'LIMIT',
    0,
    limit,
  );
  if (places.length === 0) return [];
  const fields = places.flatMap((place) => [`l${place}`, `s${place}`]);
  const texts = await redis.hmget(keys.deliveries(id), ...fields);
  return places.flatMap((place, index) => {
    const lane = texts[2 * index];
    const status = texts[2 * index + 1];
    // Settled and forgotten between the two questions.
    if (typeof lane !== 'string' || typeof status !== 'string') return [];
    return [{ seq: Number(place), lane, nextAt: statusIn(status).nextAt }];
  });
}

/** One delivery; null where there is none. */
export async function deliveryAt(
  redis: Redis,
  keys: Keys,
  id: string,
  seq: number,
): Promise<Delivery | null> {
  // One step: between several, it might be in two states, or in none.
  const transaction = redis.multi();
  for (const state of STATES) transaction.zscore(keys.places(id, state), String(seq));
  transaction.hmget(keys.deliveries(id), `e${seq}`, `s${seq}`);
  const answers = await answersOf(transaction);
  const state = STATES.find((_, index) => answers[index] !== null);
  const [event, status] = answers[STATES.length] as readonly (string | null)[];
  return state === undefined ? null : deliveryIn(seq, state, event, status);
}

/** Deliveries in these states, the newest first. */
export async function deliveriesIn(
  redis: Redis,
  keys: Keys,
  id: string,
  { states, before, limit }: DeliveryQuery,
): Promise<readonly Delivery[]> {
  const transaction = redis.multi();
  const end = before === null ? '+inf' : `(${before}`;
  for (const state of states) {
    transaction.zrange(keys.places(id, state), end, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, limit);
  }
  const answers = (await answersOf(transaction)) as readonly (readonly string[])[];
  const found = states
    .flatMap((state, index) => (answers[index] ?? []).map((place) => ({ state, seq: Number(place) })))
    .toSorted((one, other) => other.seq - one.seq)
    .slice(0, limit);
  if (found.length === 0) return [];
  const fields = found.flatMap(({ seq }) => [`e${seq}`, `s${seq}`]);
  const texts = await redis.hmget(keys.deliveries(id), ...fields);
  return found
    .map(({ seq, state }, index) => deliveryIn(seq, state, texts[2 * index], texts[2 * index + 1]))
    .filter((delivery) => delivery !== null);
}
