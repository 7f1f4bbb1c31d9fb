import type { Customer } from '../../datasources/crm/model.ts';
import { crm } from '../../datasources/crm/system.ts';
import { idOf } from '../../datasources/ids.ts';
import type { SubscriptionCustomerChangedArgs as Args } from '../generated/types.ts';
import { parseOptionalId } from '../global-id.ts';
import { entityChanges } from './entity-changes.ts';

/** Changes to customers. */
export const customers = entityChanges<Args, Customer>({
  entity: 'Customer',
  as: 'customer',
  load: (id, context) => context.use(crm).customers.byId.load(idOf(id)),
  asked: ({ filter }) => {
    const wanted = parseOptionalId('Territory', filter?.territory);
    return {
      ids: filter?.ids,
      kinds: filter?.kinds,
      owners: [],
      conditions: [wanted === null ? null : ({ territory }) => territory?.id === wanted],
    };
  },
});
