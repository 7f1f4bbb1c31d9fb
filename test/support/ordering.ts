import type { Systems } from './systems.ts';

/** Places an order; the payload contains data of each system. */
export const PLACE = `mutation ($input: OrderPlaceInput!, $key: String) {
  orderPlace(input: $input, idempotencyKey: $key) {
    order { id status channel customer { id name } total { amount currency }
      lines { number quantity product { id name available } } }
    invoice { id status order { id } customer { id } total { amount currency } outstanding { amount } }
    userErrors { path code message }
  }
}`;

/** Places an order, and selects only the outcome. */
export const PLACE_BRIEFLY = `mutation ($input: OrderPlaceInput!, $key: String) {
  orderPlace(input: $input, idempotencyKey: $key) {
    order { id status } invoice { id status } userErrors { path code message }
  }
}`;

export const ADDRESS = { line1: '1 Main St', city: 'Bothell', countryCode: 'US' };

/** The input of an order for `quantity` units of one product. */
export function orderOf(customer: number, product: number, quantity = 1) {
  const lines = [{ product: `product:${product}`, quantity }];
  return { customer: `customer:${customer}`, lines, shippingAddress: ADDRESS };
}

type ShopOrder = Omit<OrderRecord, 'id'> & { readonly id: number };

interface OrderRecord {
  readonly id: string;
  readonly status: string;
  readonly reservation: string | null;
}

/** The systems' records of a customer's new orders, newest first, and of a product's stock. */
export interface Records {
  readonly orders: readonly OrderRecord[];
  readonly invoices: readonly { readonly id: string; readonly status: string }[];
  readonly reservations: readonly string[];
  readonly onHand: number;
  readonly reserved: number;
}

/** Reads these records directly from the systems. Orders of the sample data are left out: they have no reservation. */
export async function recordsOf(systems: Systems, customer: number, product: number): Promise<Records> {
  const shop = await systems.read('commerce', `/orders?customer_id=${customer}&limit=100`);
  const orders = (shop.orders as ShopOrder[]).filter(({ reservation }) => reservation !== null);
  const ids = orders.map(({ id }) => id).join(',');
  const { Invoices } =
    ids === '' ? { Invoices: [] } : await systems.read('accounting', `/Invoices?OrderIDs=${ids}`);
  const held = await Promise.all(
    orders.map(({ reservation }) => systems.read('erp', `/Reservations/${reservation}`)),
  );
  return {
    orders: orders.map(({ id, status, reservation }) => ({ id: String(id), status, reservation })),
    invoices: (Invoices as Record<string, string>[]).map((row) => ({
      id: String(row['InvoiceID']),
      status: String(row['Status']),
    })),
    reservations: held.map(({ Status }) => Status),
    ...(await stockOf(systems, product)),
  };
}

/** The stock of a product. */
export async function stockOf(systems: Systems, product: number) {
  const { value } = await systems.read('erp', `/Items?$filter=ProductId eq ${product}`);
  return { onHand: Number(value[0].OnHand), reserved: Number(value[0].Reserved) };
}

/** Pays an invoice, in whole or in part, directly in the accounting system. */
export async function pay(systems: Systems, invoice: string, part?: string): Promise<void> {
  const { Invoices } = await systems.read('accounting', `/Invoices?IDs=${invoice}`);
  const payment = {
    InvoiceID: invoice,
    Amount: part ?? Invoices[0].AmountDue,
    CurrencyCode: 'USD',
    Method: 'BANK',
  };
  const { status } = await systems.ask('accounting', '/Payments', 'POST', payment);
  if (status !== 201) throw new Error(`the payment was answered with ${status}`);
}

/** Counts of orders, invoices and stock changes. Every write changes one of them. */
export async function writes(systems: Systems) {
  const [orders, invoices, changes] = await Promise.all([
    systems.read('commerce', '/orders/count'),
    systems.read('accounting', '/Invoices/Count'),
    systems.read('erp', '/Changes?since=0&$top=1000'),
  ]);
  return { orders: orders.count, invoices: invoices.Count, stock: changes.Next };
}
