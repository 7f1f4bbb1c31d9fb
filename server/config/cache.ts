import type { SettingsReader } from '../settings.ts';

/** The configuration of the caches, for data that was read and for answers. */
export interface CacheConfig {
  /** Whether entities and lists are cached and shared between requests. */
  readonly isOn: boolean;
  /** The bytes that these and whole answers may take in memory; 0 keeps none there. */
  readonly bytes: number;
  /** Milliseconds for which a value may be used after it is no longer fresh, while it is fetched again. */
  readonly staleMs: number;
  /** Whether whole answers are cached. */
  readonly answers: boolean;
}

const MEGABYTE = 1024 * 1024;

/** Reads the settings of the caches. */
export function readCache(reader: SettingsReader): CacheConfig {
  const choices = ['on', 'off'] as const;
  const cache = reader.oneOf('CACHE', 'on', choices, 'whether entities and lists are cached');
  const bytes = reader.integer(
    'CACHE_BYTES',
    128 * MEGABYTE,
    0,
    64 * 1024 * MEGABYTE,
    'memory for entities, lists and answers, in bytes; 0 caches them in Redis only',
  );
  const staleSeconds = reader.integer(
    'CACHE_STALE_SECONDS',
    30,
    0,
    86_400,
    'time past its freshness during which a value is served while it is refreshed, in seconds, unless stale-while-revalidate says otherwise',
  );
  const answers = reader.oneOf('ANSWER_CACHE', 'on', choices, 'whether whole answers are cached');
  const isOn = cache === 'on';
  // An answer is evicted with what it was made of. If that is not cached, nothing would trigger the eviction.
  return { isOn, bytes, staleMs: staleSeconds * 1_000, answers: isOn && answers === 'on' };
}
