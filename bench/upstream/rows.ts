import { makeData, type Data } from './data.ts';

/** The rows of the four systems as the JSON text that goes over the wire. */
export interface Rows {
  /** By id. */
  readonly customers: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, string>;
  /** Groups of stock levels by product id. */
  readonly stock: ReadonlyMap<string, string>;
  readonly orders: ReadonlyMap<string, string>;
  /** Groups of one invoice by order id. */
  readonly invoices: ReadonlyMap<string, string>;
  /** Ids of orders, the newest first, which is how the shop lists them. */
  readonly newestFirst: readonly number[];
}

/** Serializes every row once, so that an answer is a join of texts. All are ASCII, which makes length in bytes plain. */
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
    newestFirst: data.orders.map(({ id }) => id).reverse(),
  };
}

function textsOf<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [keyOf(row), JSON.stringify(row)]));
}
