import { commerce } from '../../datasources/commerce/system.ts';
import type { Order } from '../../datasources/commerce/model.ts';
import { idOf } from '../../datasources/ids.ts';
import { feed } from '../feed.ts';
import type { SubscriptionOrderChangedArgs as Args } from '../generated/types.ts';
import { parseOptionalId } from '../global-id.ts';
import { allOf, ofEntity, ofIds, ofKinds, ofOwner, tagsOfOwned } from './filters.ts';
import { entityOf, toldOf } from './told.ts';

/** Changes of orders. */
export const orders = feed(
  {
    tagsOf: ({ filter }: Args) => tagsOfOwned('Order', filter?.ids, { Customer: filter?.customer }),
    filterOf: ({ filter }: Args) =>
      allOf(
        ofEntity('Order'),
        ofIds('Order', filter?.ids),
        ofKinds(filter?.kinds),
        ofOwner('Customer', filter?.customer),
      ),
    checkOf: ({ filter }: Args) => {
      const { statuses, product, customer } = filter ?? {};
      if (!statuses && !product && !customer) return null;
      const isWanted = wantedBy(
        statuses ?? null,
        parseOptionalId('Product', product),
        parseOptionalId('Customer', customer),
      );
      return async ({ id }, context) => {
        const order = await context.use(commerce).orders.byId.load(idOf(id));
        return !order || isWanted(order);
      };
    },
  },
  (change) => ({ ...toldOf(change), order: entityOf(change) }),
);

/** Null stands for no condition. That it is the customer's is looked at once more, for the changes that do not say whose it is. */
function wantedBy(statuses: readonly string[] | null, product: string | null, customer: string | null) {
  return (order: Order): boolean =>
    (statuses === null || statuses.includes(order.status)) &&
    (product === null || order.lines.some((line) => line.product.id === product)) &&
    (customer === null || order.customer.id === customer);
}
