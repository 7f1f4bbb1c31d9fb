import type { Order } from '../../datasources/commerce/model.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { idOf } from '../../datasources/ids.ts';
import type { SubscriptionOrderChangedArgs as Args } from '../generated/types.ts';
import { parseOptionalId } from '../global-id.ts';
import { belongsTo } from './check.ts';
import { entityChanges } from './entity-changes.ts';
import { ofStatuses } from './filters.ts';

/** Changes to orders. */
export const orders = entityChanges<Args, Order>({
  entity: 'Order',
  as: 'order',
  load: (id, context) => context.use(commerce).orders.byId.load(idOf(id)),
  asked: ({ filter }) => {
    const wanted = parseOptionalId('Product', filter?.product);
    return {
      ids: filter?.ids,
      kinds: filter?.kinds,
      owners: [belongsTo('Customer', filter?.customer, ({ customer }) => customer.id)],
      conditions: [
        ofStatuses(filter?.statuses),
        wanted === null ? null : ({ lines }) => lines.some(({ product }) => product.id === wanted),
      ],
    };
  },
});
