import { systemTag } from '../datasources/cache/tags.ts';
import type { Tag } from '../datasources/cache/tier.ts';
import type { MissedChanges } from '../datasources/change-filter.ts';
import { INVALIDATION } from '../datasources/changes.ts';
import type { NewChange } from './event.ts';

/** The entry that makes all replicas drop everything that carries a tag, without announcing a change. */
export function invalidationOf(tag: Tag): NewChange {
  return {
    system: '',
    entity: INVALIDATION,
    id: tag,
    kind: 'UPDATED',
    owners: {},
    ownersUnknown: false,
    fields: [],
    occurredAt: new Date().toISOString(),
    key: null,
  };
}

/**
 * The entry that makes all replicas drop everything read from a system that did not report all of its changes. Followers of that system's
 * changes see it in order among them.
 */
export function invalidationOfSystem({ system, entities }: MissedChanges): NewChange {
  return { ...invalidationOf(systemTag(system)), system, fields: entities };
}
