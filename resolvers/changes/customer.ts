import { listTag } from '../../datasources/cache/tags.ts';
import { crm } from '../../datasources/crm/system.ts';
import { idOf } from '../../datasources/ids.ts';
import { feed } from '../feed.ts';
import type { SubscriptionCustomerChangedArgs as Args } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { allOf, ofEntity, ofIds, ofKinds, recordTags } from './filters.ts';
import { entityOf, toldOf } from './told.ts';

/** Changes of customers. */
export const customers = feed(
  {
    tagsOf: ({ filter }: Args) => recordTags('Customer', filter?.ids) ?? [listTag('Customer')],
    filterOf: ({ filter }: Args) =>
      allOf(ofEntity('Customer'), ofIds('Customer', filter?.ids), ofKinds(filter?.kinds)),
    checkOf: ({ filter }: Args) => {
      if (!filter?.territory) return null;
      const territory = parseId('Territory', filter.territory);
      return async ({ id }, context) => {
        const customer = await context.use(crm).customers.byId.load(idOf(id));
        return !customer || customer.territory?.id === territory;
      };
    },
  },
  (change) => ({ ...toldOf(change), customer: entityOf(change) }),
);
