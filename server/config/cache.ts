import type { SettingsReader } from '../settings.ts';

/** The configuration of the caches, for data that was read and for answers. */
export interface CacheConfig {
  /** Whether entities and lists are cached and shared between requests. */
  readonly isOn: boolean;
  /** How much memory each kind of cached things may take. */
  readonly bytes: CacheBytes;
  /** Milliseconds for which a value may be used after it is no longer fresh, while it is fetched again. */
  readonly staleMs: number;
  /** Whether whole answers are cached. */
  readonly answers: boolean;
}

/** The parts of CACHE_BYTES, in bytes. What things take is estimated. */
export interface CacheBytes {
  /** Entities, lists and whole answers; 0 caches none in memory. */
  readonly values: number;
  /** The texts of records that answers are joined from (`TemplateMemory`). */
  readonly templates: number;
  /** The plans of operations (`PlanMemory`). */
  readonly plans: number;
  /** The operations themselves (`Operations`). */
  readonly operations: number;
  /** Each of the other stores of operations: parsed documents, long-lived operations, texts by hash, and persisted operations without Redis. */
  readonly documents: number;
  /** What open subscriptions and live queries keep (`HeldBytes`): nothing cached, and so beside CACHE_BYTES. */
  readonly streams: number;
}

const MEGABYTE = 1024 * 1024;

/** Reads the settings of the caches. */
export function readCache(reader: SettingsReader): CacheConfig {
  const choices = ['on', 'off'] as const;
  const cache = reader.oneOf('CACHE', 'on', choices, 'whether entities and lists are cached');
  const total = reader.integer(
    'CACHE_BYTES',
    128 * MEGABYTE,
    [0, 64 * 1024 * MEGABYTE],
    'memory for all that is cached, in bytes; 0 caches entities, lists and answers in Redis only, and operations in 16 MB',
  );
  const staleSeconds = reader.integer(
    'CACHE_STALE_SECONDS',
    30,
    [0, 86_400],
    'time past its freshness during which a value is served while it is refreshed, in seconds, unless stale-while-revalidate says otherwise',
  );
  const answers = reader.oneOf('ANSWER_CACHE', 'on', choices, 'whether whole answers are cached');
  const isOn = cache === 'on';
  // An answer is evicted with what it was made of. If that is not cached, nothing would trigger the eviction.
  return { isOn, bytes: partsOf(total), staleMs: staleSeconds * 1_000, answers: isOn && answers === 'on' };
}

/** Operations are cached in any case: without a plan, each request would be parsed and validated again. */
const MIN_FOR_OPERATIONS = 16 * MEGABYTE;

const MIN_FOR_STREAMS = 128 * MEGABYTE;

/**
 * Divides CACHE_BYTES: 5/8 for values, 1/8 for templates, and 1/4 for operations: a quarter of it for those that have a plan, another for
 * their plans, and an eighth for each of the four other stores. Of 128 MB that is room for some 17,000 orders with their lines, templates of
 * 25,000, and 150 to 1,000 operations.
 */
function partsOf(total: number): CacheBytes {
  const forOperations = Math.max(total / 4, MIN_FOR_OPERATIONS);
  return {
    values: Math.floor((total * 5) / 8),
    templates: Math.floor(total / 8),
    plans: Math.floor(forOperations / 4),
    operations: Math.floor(forOperations / 4),
    documents: Math.floor(forOperations / 8),
    streams: Math.max(total * 2, MIN_FOR_STREAMS),
  };
}
