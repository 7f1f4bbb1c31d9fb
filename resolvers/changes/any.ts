import { matches, mayMatch } from '../../datasources/change-filter.ts';
import { recordTag } from '../../datasources/cache/tags.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { crm } from '../../datasources/crm/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import { filterOf, nameableOf } from '../change-filter.ts';
import { feed } from '../feed.ts';
import type { SubscriptionChangesArgs as Args } from '../generated/types.ts';
import { toldOf } from './told.ts';

/** What can be named: the types of entities that systems tell changes of, the fields of these, and the systems. */
const KNOWN = nameableOf([crm, commerce, erp, accounting]);

/** Everything that happens. */
export const all = feed(
  {
    tagsOf: ({ filter }: Args) => {
      const { ids, entities } = filterOf(filter, KNOWN);
      return ids?.map(({ entity, id }) => recordTag(entity, id)) ?? entities;
    },
    filterOf: ({ filter }: Args) => {
      const wanted = filterOf(filter, KNOWN);
      return (change) => matches(wanted, change);
    },
    mayMiss: ({ filter }: Args) => {
      const wanted = filterOf(filter, KNOWN);
      return (missed) => mayMatch(wanted, missed);
    },
    checkOf: () => null,
  },
  (change) => ({
    ...toldOf(change),
    system: change.system,
    entity: change.entity,
    node: change.kind === 'DELETED' ? null : { __typename: change.entity, id: change.id },
  }),
);
