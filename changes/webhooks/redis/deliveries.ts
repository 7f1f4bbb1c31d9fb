import type { Redis } from 'ioredis';
import { STATES, type Delivery, type DeliveryState, type PendingDelivery } from '../delivery.ts';
import type { DeliveryQuery } from '../store.ts';
import type { Keys } from './keys.ts';
import { deliveryIn, statusIn } from './rows.ts';
import { READ } from './scripts.ts';

/** What {@link READ} returns for a delivery. */
type Row = readonly [place: string, state: DeliveryState, event: string | null, status: string | null];

/** Pending deliveries after one of them, oldest first. */
export async function waitingAfter(
  redis: Redis,
  keys: Keys,
  id: string,
  after: number,
  limit: number,
): Promise<readonly PendingDelivery[]> {
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
    // Settled and deleted between the two commands.
    if (typeof lane !== 'string' || typeof status !== 'string') return [];
    return [{ seq: Number(place), lane, nextAt: statusIn(status).nextAt }];
  });
}

/** One delivery; null if it does not exist. */
export async function deliveryAt(
  redis: Redis,
  keys: Keys,
  id: string,
  seq: number,
): Promise<Delivery | null> {
  const [delivery] = await read(redis, keys.of(id), [seq, seq, 1, ...STATES]);
  return delivery ?? null;
}

/** Deliveries in these states, newest first. */
export async function deliveriesIn(
  redis: Redis,
  keys: Keys,
  id: string,
  { states, before, limit }: DeliveryQuery,
): Promise<readonly Delivery[]> {
  const highest = before === null ? '+inf' : `(${before}`;
  return read(redis, keys.of(id), [highest, '-inf', limit, ...states]);
}

async function read(
  redis: Redis,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<readonly Delivery[]> {
  const rows = (await READ.run(redis, keys, args)) as readonly Row[];
  return rows
    .map(([place, state, event, status]) => deliveryIn(Number(place), state, event, status))
    .filter((delivery) => delivery !== null);
}
