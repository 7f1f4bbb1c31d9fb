import type { Rest, WireOrder } from './rest.ts';

/** The variables of all operations together. */
export interface Variables {
  readonly id?: string;
  readonly first?: number;
  readonly after?: string | null;
}

/** Answers an operation: returns its `data`. */
export type Answer = (rest: Rest, variables: Variables) => Promise<object>;

/** By operation name; fields in the order in which the operations select them. */
export const answers: Readonly<Record<string, Answer>> = { Q1: customer, Q2: page, Q3: names, Walk: walk };

async function customer(rest: Rest, { id = '' }: Variables): Promise<object> {
  const [found] = await rest.customers([Number(id.slice('customer:'.length))]);
  if (!found) return { customer: null };
  const { name, email, phone, accountNumber } = found;
  return { customer: { id, name, email, phone, accountNumber } };
}

/** Five calls in two rounds: an order line names its product, so products and their stock can be requested at the same time. */
async function page(rest: Rest, { first = 20, after = null }: Variables): Promise<object> {
  const { orders } = await rest.orders(first, after);
  const productIds = [...new Set(orders.flatMap(({ lines }) => lines.map((line) => line.product_id)))];
  const [customers, products, stock, invoices] = await Promise.all([
    customersOf(rest, orders),
    rest.products(productIds),
    rest.stock(productIds),
    rest.invoices(orders.map(({ id }) => id)),
  ]);
  const nameOf = new Map(products.map(({ id, name }) => [id, name]));
  const availableOf = new Map(
    stock.map(({ Key, Value }) => [Key, Value.reduce((sum, { Available }) => sum + Available, 0)]),
  );
  const productOf = new Map(
    productIds.map((id) => [id, { name: nameOf.get(id) ?? null, available: availableOf.get(id) ?? 0 }]),
  );
  const invoiceOf = new Map(invoices.map(({ Key, Invoices }) => [Key, Invoices]));
  const nodes = orders.map((order) => {
    const invoice = invoiceOf.get(String(order.id))?.find(({ Status }) => Status !== 'VOIDED');
    return {
      id: `order:${order.id}`,
      orderedOn: order.ordered_on,
      customer: customers.get(String(order.customer_id)) ?? { name: null },
      lines: order.lines.map((line) => ({
        quantity: line.quantity,
        product: productOf.get(line.product_id) ?? null,
      })),
      invoice: invoice ? { status: invoice.Status, outstanding: { amount: invoice.AmountDue } } : null,
    };
  });
  return { orders: { nodes } };
}

async function names(rest: Rest, { first = 20, after = null }: Variables): Promise<object> {
  const { orders } = await rest.orders(first, after);
  const customers = await customersOf(rest, orders);
  const nodes = orders.map((order) => ({
    id: `order:${order.id}`,
    customer: customers.get(String(order.customer_id)) ?? { name: null },
  }));
  return { orders: { nodes } };
}

async function walk(rest: Rest, { first = 20, after = null }: Variables): Promise<object> {
  const { next } = await rest.orders(first, after);
  return { orders: { pageInfo: { endCursor: next } } };
}

async function customersOf(rest: Rest, orders: readonly WireOrder[]) {
  const rows = await rest.customers(new Set(orders.map((order) => order.customer_id)));
  return new Map(rows.map(({ id, name }) => [id, { name }]));
}
