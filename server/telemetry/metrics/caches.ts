import { Counter, type Registry } from 'prom-client';
import type { Cache } from '../../../datasources/cache/cache.ts';
import type { TierState } from '../../../datasources/cache/tier.ts';
import type { Answers } from '../../answers/answers.ts';
import { counter, gauge } from './scraped.ts';

/** Metrics of the caches, which keep these counts anyway; read on each scrape. */
export function registerCacheMetrics(
  registry: Registry,
  cache: Cache,
  answers: Pick<Answers, 'hits' | 'sharedHits'>,
): void {
  const registers = [registry];
  const labelNames = ['system', 'entity', 'tier'] as const;
  new Counter({
    name: 'isthmus_cache_reads_total',
    help: 'Values read, by what is read and the tier that had it: memory, shared (Redis), or the system.',
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const { system, name: entity, memoryHits, sharedHits, fetchedValues } of cache.readStats) {
        this.inc({ system, entity, tier: 'memory' }, memoryHits);
        this.inc({ system, entity, tier: 'shared' }, sharedHits);
        this.inc({ system, entity, tier: 'system' }, fetchedValues);
      }
      this.inc({ system: 'none', entity: 'answer', tier: 'memory' }, answers.hits);
      this.inc({ system: 'none', entity: 'answer', tier: 'shared' }, answers.sharedHits);
    },
  });
  new Counter({
    name: 'isthmus_cache_stale_reads_total',
    help: 'Values read from memory past their freshness: while they were being refreshed (refreshing), or because their system was unavailable, overloaded or short of quota (stand_in).',
    labelNames: ['system', 'entity', 'why'] as const,
    registers,
    collect() {
      this.reset();
      for (const { system, name: entity, staleHits, standIns } of cache.readStats) {
        this.inc({ system, entity, why: 'refreshing' }, staleHits);
        this.inc({ system, entity, why: 'stand_in' }, standIns);
      }
    },
  });
  const { isOn, memoryBytes } = cache.options;
  gauge(registers, 'isthmus_cache_entries', 'Values and answers in memory.', () => cache.memory.size);
  gauge(
    registers,
    'isthmus_cache_bytes',
    'Approximate number of bytes used by values and answers in memory.',
    () => cache.memory.bytes,
  );
  gauge(
    registers,
    'isthmus_cache_max_bytes',
    'The most bytes that values and answers in memory may use.',
    () => (isOn ? memoryBytes : 0),
  );
  gauge(
    registers,
    'isthmus_cache_in_step',
    'Whether cached data may be served (1); 0 while it is unknown what has changed.',
    () => (cache.mayServeCached() ? 1 : 0),
  );
  exportSharedTier(registers, cache);
}

function exportSharedTier(registers: Registry[], { options: { tier } }: Cache): void {
  if (!tier) return;
  const up = 'Whether the shared tier is in use (1), or unavailable or behind (0).';
  gauge(registers, 'isthmus_shared_tier_up', up, () => (tier.state.is === 'ready' ? 1 : 0));
  const owed = 'Tags whose eviction has not been sent to the shared tier yet; +Inf for everything.';
  gauge(registers, 'isthmus_shared_tier_owed_evictions', owed, () => tier.state.owed);
  const counted = (name: string, help: string, read: (state: TierState) => number): void =>
    counter(registers, `isthmus_shared_tier_${name}_total`, help, () => read(tier.state));
  counted(
    'failures',
    'Commands to the tier that replicas share that failed or took too long.',
    ({ failures }) => failures,
  );
  counted('reads', 'Values and answers requested from the shared tier.', ({ reads }) => reads);
  counted('hits', 'Values and answers found in the shared tier.', ({ hits }) => hits);
  counted('stored', 'Values and answers stored in the shared tier.', ({ stored }) => stored);
  counted(
    'refused',
    'Values and answers not stored there, because something that they depend on was evicted while they were fetched.',
    ({ refused }) => refused,
  );
}
