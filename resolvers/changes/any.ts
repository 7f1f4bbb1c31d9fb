import { matches, mayMatch } from '../../datasources/change-filter.ts';
import { listTag, recordTag } from '../../datasources/cache/tags.ts';
import { filterOf } from '../change-filter.ts';
import { subscriptionField } from '../subscription-field.ts';
import type { SubscriptionChangesArgs as Args } from '../generated/types.ts';
import { eventFields } from './event-fields.ts';

/** All changes. */
export const all = subscriptionField(
  {
    tagsOf: ({ filter }: Args, known) => {
      const { ids, entities } = filterOf(filter, known);
      return ids?.map(({ entity, id }) => recordTag(entity, id)) ?? entities?.map(listTag) ?? null;
    },
    filterOf: ({ filter }: Args, known) => {
      const wanted = filterOf(filter, known);
      return (change) => matches(wanted, change);
    },
    mayMiss: ({ filter }: Args, known) => {
      const wanted = filterOf(filter, known);
      return (missed) => mayMatch(wanted, missed);
    },
    checkOf: () => null,
  },
  (change) => ({
    ...eventFields(change),
    system: change.system,
    entity: change.entity,
    node: change.kind === 'DELETED' ? null : { __typename: change.entity, id: change.id },
  }),
);
