import type { SettingsReader } from '../settings.ts';

/** What is kept of what was read, and of answers. */
export interface CacheConfig {
  /** Whether entities and lists are kept, and shared between requests. */
  readonly isOn: boolean;
  /** Bytes that these and whole answers may take in memory; 0 keeps none there. */
  readonly bytes: number;
  /** Milliseconds past its freshness for which a value may be used while it is fetched anew. */
  readonly staleMs: number;
  /** Whether whole answers are kept. */
  readonly answers: boolean;
}

const MEGABYTE = 1024 * 1024;

/** Reads the settings of the caches. */
export function readCache(reader: SettingsReader): CacheConfig {
  const choices = ['on', 'off'] as const;
  const cache = reader.oneOf('CACHE', 'on', choices, 'whether entities and lists are kept');
  const bytes = reader.integer(
    'CACHE_BYTES',
    128 * MEGABYTE,
    0,
    64 * 1024 * MEGABYTE,
    'memory for entities, lists and answers; 0 keeps them in Redis alone',
  );
  const staleSeconds = reader.integer(
    'CACHE_STALE_SECONDS',
    30,
    0,
    86_400,
    'how long past its freshness a value may be used while it is fetched anew, where its system does not say',
  );
  const answers = reader.oneOf('ANSWER_CACHE', 'on', choices, 'whether whole answers are kept');
  const isOn = cache === 'on';
  // An answer falls with what it was made of: where that is not kept, nothing would tell when.
  return { isOn, bytes, staleMs: staleSeconds * 1_000, answers: isOn && answers === 'on' };
}
