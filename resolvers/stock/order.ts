import { commerce } from '../../datasources/commerce/system.ts';
import type { Order } from '../../datasources/commerce/model.ts';
import type { Reservation } from '../../datasources/erp/model.ts';
import { availableOf } from '../../datasources/erp/totals.ts';
import { erp } from '../../datasources/erp/system.ts';
import { idOf, type Id, type Ref } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import type { DryRunSteps } from '../dry-run.ts';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import { allPromised, fulfilmentOf, promiseOf, type Fulfilment } from './fulfilment.ts';

/**
 * Order.fulfilment: stock for every product of the order, open supply only for those that are short. Goods that the order has taken or
 * holds itself do not count as missing.
 */
export async function orderFulfilment(
  order: Ref<'Order'>,
  _args: unknown,
  context: Context,
): Promise<Fulfilment | null> {
  const { orders } = context.use(commerce);
  const record = orders.byId.peek(order.id) ?? (await orders.byId.load(order.id));
  if (!record) return null;
  const own = await reservationOf(record, context);
  if (own?.status === 'CONFIRMED') return fulfilmentOf(allPromised(record.lines), new Map());
  const { stock, supply } = context.use(erp);
  const available = await ofEach(record.lines, async (product) =>
    availableOf(await stock.ofProduct(product)),
  );
  const promised = promiseOf(record.lines, own?.status === 'HELD' ? withHeld(available, own) : available);
  const short = promised.filter(({ shortBy }) => shortBy > 0);
  return fulfilmentOf(promised, await ofEach(short, (product) => supply.openFor(product)));
}

/** Placeholder lines for an order that is not known yet: as many as the schema assumes (`Order.lines`), each with a different product. */
function usualLines(order: Id<'Order'>) {
  return [1, 2, 3].map((line) => ({ product: { id: idOf<'Product'>(`${order}${line}`) } }));
}

/** What {@link orderFulfilment} reads. Each order with a reservation adds one read, and then continues by itself. */
export const fulfilmentDryRun: DryRunSteps<Ref<'Order'>, unknown> = {
  steps: [
    ({ id }, _, context) => context.use(commerce).orders.byId.load(id),
    ({ id }, _, context) => ofEach(usualLines(id), (product) => context.use(erp).stock.ofProduct(product)),
    ({ id }, _, context) => ofEach(usualLines(id), (product) => context.use(erp).supply.openFor(product)),
  ],
  isOpenEnded: true,
};

/** The reservation of an order that awaits its goods; null if it has none. */
async function reservationOf({ status, reservation }: Order, context: Context): Promise<Reservation | null> {
  if (status !== 'PLACED' || reservation === null) return null;
  return context.use(erp).reservations.find(idOf(reservation));
}

function withHeld(
  available: ReadonlyMap<Id<'Product'>, number>,
  { lines }: Reservation,
): ReadonlyMap<Id<'Product'>, number> {
  const sum = new Map(available);
  for (const { product, quantity } of lines) sum.set(product.id, (sum.get(product.id) ?? 0) + quantity);
  return sum;
}

/** Reads a value for each product of some lines, all in one tick. */
async function ofEach<T>(
  lines: readonly { readonly product: Ref<'Product'> }[],
  read: (product: Id<'Product'>) => MaybePromise<T>,
): Promise<Map<Id<'Product'>, T>> {
  const products = [...new Set(lines.map(({ product }) => product.id))];
  return new Map(await Promise.all(products.map(async (product) => [product, await read(product)] as const)));
}
