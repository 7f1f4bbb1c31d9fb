import { commerce } from '../../datasources/commerce/system.ts';
import type { StockLevel } from '../../datasources/erp/model.ts';
import { erp } from '../../datasources/erp/system.ts';
import type { Id, Ref } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import { fulfilmentOf, promiseOf, type Fulfilment } from './fulfilment.ts';

/** Order.fulfilment: stock for every product of the order, open supply for those that are short alone. */
export async function orderFulfilment(order: Ref<'Order'>, context: Context): Promise<Fulfilment | null> {
  const { orders } = context.use(commerce);
  const record = orders.byId.peek(order.id) ?? (await orders.byId.load(order.id));
  if (!record) return null;
  const { stock, supply } = context.use(erp);
  const available = await ofEach(record.lines, async (product) =>
    availableOf(await stock.ofProduct(product)),
  );
  const promised = promiseOf(record.lines, available);
  const short = promised.filter(({ shortBy }) => shortBy > 0);
  return fulfilmentOf(promised, await ofEach(short, (product) => supply.openFor(product)));
}

/** How many of a product can be promised, over all its locations. */
export function availableOf(levels: readonly StockLevel[]): number {
  return levels.reduce((total, { available }) => total + available, 0);
}

/** Reads something for each product of some lines, all in one tick. */
async function ofEach<T>(
  lines: readonly { readonly product: Ref<'Product'> }[],
  read: (product: Id<'Product'>) => Promise<T>,
): Promise<Map<Id<'Product'>, T>> {
  const products = [...new Set(lines.map(({ product }) => product.id))];
  return new Map(await Promise.all(products.map(async (product) => [product, await read(product)] as const)));
}
