import type { OrderOwners, OrderQuery } from '../../datasources/commerce/model.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import type { Ref } from '../../datasources/ids.ts';
import { Connection, listConnection, pageOf, type PageArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import type { QueryOrdersArgs } from '../generated/types.ts';
import { parseOptionalId } from '../global-id.ts';
import { sortOf, spanOf } from '../input.ts';

type ListArgs = PageArgs & Pick<QueryOrdersArgs, 'filter' | 'orderBy'>;

/** All orders that the arguments describe. */
export function allOrders(args: ListArgs, context: Context): Connection<Ref<'Order'>> {
  return listConnection(context.use(commerce).orders, queryOf(args), args, context);
}

/** The orders of one owner that the arguments describe. */
export function ordersOf<By extends keyof OrderOwners>(
  by: By,
  owner: OrderOwners[By],
  args: ListArgs,
  context: Context,
): Connection<Ref<'Order'>> {
  const source = context.use(commerce).orders;
  const [query, page] = [queryOf(args), pageOf(args, context)];
  return new Connection(
    () => source.groupedBy(by, owner, query, page),
    () => source.groupedCount(by, owner, query),
  );
}

function queryOf({ filter, orderBy }: ListArgs): OrderQuery {
  return {
    status: filter?.status ?? null,
    channel: filter?.channel ?? null,
    customer: parseOptionalId('Customer', filter?.customer),
    territory: parseOptionalId('Territory', filter?.territory),
    product: parseOptionalId('Product', filter?.product),
    ordered: spanOf(filter?.ordered),
    minTotal: filter?.minTotal ?? null,
    sort: sortOf(orderBy, { by: 'ID', descending: true }),
  };
}
