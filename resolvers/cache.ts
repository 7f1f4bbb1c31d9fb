import type { ReadStats } from '../datasources/cache/stats.ts';
import { systemTag, tagsOf } from '../datasources/cache/tags.ts';
import type { Tag, TierState } from '../datasources/cache/tier.ts';
import { InputError } from '../datasources/errors.ts';
import type { CacheAdmin, CacheReport } from './admin.ts';
import type { Domain } from './domain.ts';
import type { CacheEvictInput, CacheSharedTierState } from './generated/types.ts';
import { fromGlobalId, noGlobalId } from './global-id.ts';
import { oneOf } from './input.ts';

const STATES: Readonly<Record<TierState['is'], CacheSharedTierState>> = {
  ready: 'READY',
  away: 'AWAY',
  behind: 'BEHIND',
};
/** The forms of `datasources/cache/tags.ts`. */
const TAG = /^(@[\w-]+|[A-Z]\w*(:.+|\/\*)?)$/;
/** Tags are remembered for a while after an eviction: this keeps callers from filling the memory with them. */
const MAX_TAG = 300;

/** The caches of this process, for operators. Owns no entity. */
export const cache: Domain = {
  systems: [],
  entities: {},
  isOfProcess: true,
  resolvers: {
    Query: {
      cacheStatistics: (_, _args, context) => statisticsOf(context.admin().cache.statistics()),
    },
    Mutation: {
      cacheEvict: async (_, { input }, context) => {
        const { cache: caches } = context.admin();
        const tags = tagsToEvict(input, caches);
        const { entries, shared } = await caches.evict(tags);
        const sharedIsComplete = shared && shared.isComplete;
        return { tags, entries, shared: shared && shared.values, sharedIsComplete };
      },
    },
  },
};

/** An entity is evicted as if it had changed in unknown ways: with all lists that it may be in or may have moved to. */
function tagsToEvict(
  input: CacheEvictInput,
  { kinds, systems }: Pick<CacheAdmin, 'kinds' | 'systems'>,
): readonly Tag[] {
  if (input.id !== undefined) {
    const found = fromGlobalId(input.id);
    if (!found) throw noGlobalId(input.id);
    const entity = oneOf('type', found.typeName, kinds);
    return tagsOf({ entity, id: found.id, owners: {}, ownersUnknown: true });
  }
  if (input.type !== undefined)
    return tagsOf({ entity: oneOf('type', input.type, kinds), id: null, owners: {} });
  if (input.system !== undefined) return [systemTag(oneOf('system', input.system, systems))];
  return [tagOf(input.tag)];
}

function tagOf(text: string): Tag {
  if (TAG.test(text) && text.length <= MAX_TAG) return text;
  throw new InputError(
    `Expected a tag such as "Customer:42", "Customer:*", "Customer", "Customer:42/Order", "Order/*" or "@crm", got "${text.slice(0, 60)}".`,
  );
}

function statisticsOf({ isOn, reads, shared, ...counts }: CacheReport) {
  return { ...counts, on: isOn, reads: readsOf(reads), shared: shared && sharedOf(shared) };
}

function readsOf(reads: readonly ReadStats[]) {
  return reads
    .map(({ system, name, memoryHits, sharedHits, fetches }) => {
      return { system, name, hits: memoryHits + sharedHits, fetches };
    })
    .filter(({ hits, fetches }) => hits + fetches > 0)
    .toSorted((one, other) => other.hits + other.fetches - (one.hits + one.fetches));
}

function sharedOf({ is, reads, hits, failures, readMs }: TierState) {
  return { state: STATES[is], reads, hits, failures, averageReadMs: reads === 0 ? null : readMs / reads };
}
