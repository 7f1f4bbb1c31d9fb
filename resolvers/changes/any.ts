import { recordTag } from '../../datasources/cache/tags.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { crm } from '../../datasources/crm/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import { feed } from '../feed.ts';
import type { SubscriptionChangesArgs as Args } from '../generated/types.ts';
import { toGlobalId } from '../global-id.ts';
import { allOf, around, namesIn, ofAnyIds, ofEntities, ofFields, ofKinds, ofSystems } from './filters.ts';
import { toldOf } from './told.ts';

const SYSTEMS = [crm, commerce, erp, accounting].map(({ name }) => name);
/** The types of entities that systems tell changes of. */
const ENTITIES = ['Customer', 'Order', 'StockLevel', 'Invoice', 'Payment'];

/** Everything that happens. */
export const all = feed(
  {
    tagsOf: ({ filter }: Args) =>
      namesIn(filter?.ids)?.map(({ typeName, id }) => recordTag(typeName, id)) ?? filter?.entities ?? null,
    filterOf: ({ filter }: Args) =>
      allOf(
        ofEntities(filter?.entities, ENTITIES),
        ofKinds(filter?.kinds),
        ofAnyIds(filter?.ids),
        around('Customer', filter?.customer),
        around('Product', filter?.product),
        ofSystems(filter?.systems, SYSTEMS),
        ofFields(filter?.fields),
      ),
    checkOf: () => null,
  },
  (change) => ({
    ...toldOf(change),
    system: change.system,
    entity: change.entity,
    entityId: toGlobalId(change.entity, change.id),
    node: change.kind === 'DELETED' ? null : { __typename: change.entity, id: change.id },
  }),
);
