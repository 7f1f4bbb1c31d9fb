import { makeData, type Data } from './data.ts';

/** The rows of the four systems as the JSON text that goes over the wire. */
export interface Rows {
  /** By id. The benchmark changes those of customers. */
  readonly customers: Map<string, string>;
  readonly products: ReadonlyMap<string, string>;
  /** Groups of stock levels by product id. */
  readonly stock: ReadonlyMap<string, string>;
  readonly orders: ReadonlyMap<string, string>;
  /** Groups of one invoice by order id. */
  readonly invoices: ReadonlyMap<string, string>;
  /** Ids of orders by customer, the newest first. */
  readonly ordersOf: ReadonlyMap<string, readonly string[]>;
  /** Ids of orders, the newest first, which is how the shop lists them. */
  readonly newestFirst: readonly number[];
}

/**
 * Serializes every row once, so that a response is a join of texts. All are ASCII, so their length in characters is their length in bytes.
 */
export function makeRows(data: Data = makeData()): Rows {
  return {
    customers: textsOf(data.customers, ({ id }) => id),
    products: textsOf(data.products, ({ id }) => String(id)),
    stock: new Map(
      [...data.stock].map(([Key, Value]) => [String(Key), JSON.stringify({ Key, Value, HasMore: false })]),
    ),
    orders: textsOf(data.orders, ({ id }) => String(id)),
    invoices: new Map(
      data.invoices.map((invoice) => {
        const Key = invoice.OrderID ?? '';
        return [Key, JSON.stringify({ Key, Invoices: [invoice], HasMore: false })];
      }),
    ),
    ordersOf: ordersByCustomer(data),
    newestFirst: data.orders.map(({ id }) => id).reverse(),
  };
}

function ordersByCustomer({ orders }: Data): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { id, customer_id } of orders.toReversed()) {
    const ids = found.get(String(customer_id));
    if (ids) ids.push(String(id));
    else found.set(String(customer_id), [String(id)]);
  }
  return found;
}

function textsOf<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, string> {
  return new Map(rows.map((row) => [keyOf(row), JSON.stringify(row)]));
}
