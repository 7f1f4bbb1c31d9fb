import { setTimeout as sleep } from 'node:timers/promises';
import { openRedisLog } from '../../changes/redis/log.ts';
import { createLog } from '../../server/log.ts';
import { percentile } from '../load/run.ts';
import type { Spread } from './replicas.ts';

/** How changes are appended to the log. */
export interface Evicting {
  /** Address of the Redis that replicas share. */
  readonly redis: string;
  /** The customers that change, in turn. */
  readonly customers: readonly string[];
  /** Approximate changes per second. */
  readonly rate: number;
  /** How many changes are measured, after a second's worth that is not. */
  readonly count: number;
  /** The time that the next change is said to have happened. */
  readonly moment: () => string;
}

const REACH = { maxEvents: 1_000_000, maxAgeMs: 86_400_000 };

/**
 * Appends changes to the log as a replica does, and measures the time until no replica serves anything from memory that the change touched.
 * It waits for that as replicas do before they deliver an event: by reading the positions of the registered replicas, which is part of the
 * measurement.
 */
export async function measureEviction(options: Evicting): Promise<Spread> {
  const { redis, customers, rate, count, moment } = options;
  const log = openRedisLog({ redis, log: createLog({ level: 'silent', pretty: false }), ...REACH });
  const change = { system: 'crm', entity: 'Customer', kind: 'UPDATED', owners: {}, key: null } as const;
  const give = async (number: number) => {
    const id = customers[number % customers.length] ?? '';
    const what = { ...change, id, ownersUnknown: false, fields: ['phone'], occurredAt: moment() };
    const began = performance.now();
    const recorded = await log.append({ changes: [what], step: null, name: null });
    const [cursor] = recorded.is === 'recorded' ? recorded.cursors : [];
    if (!cursor || !(await log.replicas.allEvicted(cursor)))
      throw new Error('A change is not in the log, or not evicted by all replicas.');
    return performance.now() - began;
  };
  try {
    const taken: Promise<number>[] = [];
    for (let number = 0; number < rate + count; number++) {
      taken.push(give(number));
      await sleep(1_000 / rate);
    }
    const latencies = Float64Array.from((await Promise.all(taken)).slice(rate)).sort();
    return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
  } finally {
    await log.close();
  }
}
