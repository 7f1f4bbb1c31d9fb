import type { Order } from '../../datasources/commerce/model.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { idOf } from '../../datasources/ids.ts';
import { subscriptionField } from '../subscription-field.ts';
import type { SubscriptionOrderChangedArgs as Args } from '../generated/types.ts';
import { parseOptionalId } from '../global-id.ts';
import { belongsTo, checkNow } from './check.ts';
import {
  allOf,
  mayMissEntity,
  ofEntity,
  ofIds,
  ofKinds,
  ofOwner,
  ofStatuses,
  tagsOfOwned,
} from './filters.ts';
import { entityOf, eventFields } from './event-fields.ts';

/** Changes to orders. */
export const orders = subscriptionField(
  {
    tagsOf: ({ filter }: Args) => tagsOfOwned('Order', filter?.ids, { Customer: filter?.customer }),
    filterOf: ({ filter }: Args) =>
      allOf(
        ofEntity('Order'),
        ofIds('Order', filter?.ids),
        ofKinds(filter?.kinds),
        ofOwner('Customer', filter?.customer),
      ),
    mayMiss: mayMissEntity('Order'),
    checkOf: ({ filter }: Args) => {
      const wanted = parseOptionalId('Product', filter?.product);
      return checkNow(
        (id, context) => context.use(commerce).orders.byId.load(idOf(id)),
        [
          ofStatuses(filter?.statuses),
          wanted === null ? null : ({ lines }) => lines.some(({ product }) => product.id === wanted),
        ],
        [
          belongsTo<Order>(
            'Customer',
            parseOptionalId('Customer', filter?.customer),
            ({ customer }) => customer.id,
          ),
        ],
      );
    },
  },
  (change) => ({ ...eventFields(change), order: entityOf(change) }),
);
