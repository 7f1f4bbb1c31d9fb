import { LRUCache } from 'lru-cache';
import type { Cache, Dependencies } from '../../datasources/cache/cache.ts';
import { sizeOf } from '../../datasources/cache/size.ts';
import { hasErrors } from './run.ts';

/** The memory for all of them: what 100 clients in as many groups receive for 100 events each, at 400 characters and 3 tags. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The rendering of an event, and what it was made of. */
export interface CachedRendering extends Dependencies {
  /** The position in the order of evictions at which reading for it began. */
  readonly began: number;
  /** Null if the event is not to be sent. */
  readonly text: string | null;
}

/**
 * Renderings of events, for clients of the same subscription that come back at the same time. As in any cache, a rendering is not used
 * once something it was made of has changed or is no longer fresh.
 */
export class RenderingCache {
  readonly #cache: Cache;
  readonly #renderings = new LRUCache<string, CachedRendering>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ text, tags }) => sizeOf((text?.length ?? 0) * 2, tags ?? []),
  });

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** Undefined if the event must be rendered again. */
  get(name: string): CachedRendering | undefined {
    const kept = this.#renderings.get(name);
    return kept && this.#cache.isCurrent(kept) ? kept : undefined;
  }

  /** Keeps a rendering, if it is cacheable. */
  set(name: string, rendering: CachedRendering): void {
    if (hasErrors(rendering.text ?? '') || !this.#cache.isCurrent(rendering)) return;
    this.#renderings.set(name, rendering);
  }
}
