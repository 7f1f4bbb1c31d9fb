import { LRUCache } from 'lru-cache';
import type { Cache } from '../../datasources/cache/cache.ts';
import { hasErrors, type MadeOf } from './run.ts';

/** Characters that all of it may take: what 100 clients in as many groups are told of 100 events each. */
const MAX_CHARS = 16 * 1024 * 1024;
const LEAST_CHARS = 200;

/** What was said of an event, and what it was made of. */
export interface KeptRendering extends MadeOf {
  /** The place in the order of evictions at which it was begun to be read. */
  readonly began: number;
  /** Null where the event is not to be told. */
  readonly told: string | null;
}

/**
 * What was said of events, for those who come back at the same time and ask the same. As with any cache: not once something that it was
 * made of has changed or is no longer fresh.
 */
export class KeptRenderings {
  readonly #cache: Cache;
  readonly #kept = new LRUCache<string, KeptRendering>({
    maxSize: MAX_CHARS,
    sizeCalculation: ({ told }) => (told?.length ?? 0) + LEAST_CHARS,
  });

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** Undefined where it is to be said anew. */
  get(name: string): KeptRendering | undefined {
    const kept = this.#kept.get(name);
    return kept && this.#isCurrent(kept) ? kept : undefined;
  }

  /** Keeps it where it may be kept. */
  set(name: string, rendering: KeptRendering): void {
    if (!hasErrors(rendering.told ?? '') && this.#isCurrent(rendering)) this.#kept.set(name, rendering);
  }

  #isCurrent({ tags, began, freshUntil }: KeptRendering): boolean {
    const { memory, options, isInStep } = this.#cache;
    if (tags === null || freshUntil <= options.clock.now() || !isInStep()) return false;
    return memory.evictions.isCurrent(tags, began);
  }
}
