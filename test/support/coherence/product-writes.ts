import type { Systems } from '../systems.ts';
import type { Subject } from './queries.ts';

/** The number behind a global id: `customer:42` is 42. */
export function numberIn(globalId: string): string {
  return globalId.slice(globalId.indexOf(':') + 1);
}

const ERRORS = 'userErrors { code }';
const ADDRESS =
  '{ line1: "1 Way", city: "Bothell", state: "Washington", stateCode: "WA", countryCode: "US", postalCode: "98011" }';

/** Part of the amount of any invoice, or the full amount of those made here. */
function amountOf(number: number): string {
  return number % 4 === 0 ? '12' : `${number % 4}.50`;
}

/** A few units, or enough to come first in a list sorted by quantity. */
function quantityOf(number: number): number {
  return number % 5 === 4 ? 100 * number : (number % 7) - 2 || 5;
}

/** Writes through the graph. Their answers contain the ids of new records. */
export const MUTATIONS: readonly ((subject: Subject, amount: number) => string)[] = [
  ({ customer }, n) =>
    `mutation { customerUpdate(id: "${customer}", input: { phone: "555-${n}" }) { customer { id phone } ${ERRORS} } }`,
  ({ customer }, n) =>
    `mutation { customerUpdate(id: "${customer}", input: { territory: "territory:${(n % 10) + 1}" }) { customer { id territory { id } } ${ERRORS} } }`,
  (_, n) =>
    `mutation { customerCreate(input: { kind: PERSON, firstName: "Coherence", lastName: "No. ${n}" }) { customer { id } ${ERRORS} } }`,
  ({ product, location }, n) =>
    `mutation { stockAdjust(input: { product: "${product}", location: "${location}", quantity: ${quantityOf(n)}, reason: "count" }) { stockLevel { id onHand } ${ERRORS} } }`,
  ({ product, location }, n) =>
    `mutation { stockTransfer(input: { product: "${product}", from: "${location}", to: "location:${(n % 3) + 4}", quantity: 1 }) { from { id } to { id } ${ERRORS} } }`,
  ({ customer, product }, n) =>
    `mutation { orderPlace(input: { customer: "${customer}", lines: [{ product: "${product}", quantity: ${(n % 3) + 1} }], shippingAddress: ${ADDRESS} }) { order { id status } invoice { id } ${ERRORS} } }`,
  ({ order }) =>
    `mutation { orderCancel(id: "${order}", reason: "changed my mind") { order { id status } ${ERRORS} } }`,
  ({ order }) => `mutation { invoiceIssue(input: { order: "${order}" }) { invoice { id } ${ERRORS} } }`,
  ({ invoice }, n) =>
    `mutation { paymentRecord(input: { invoice: "${invoice}", amount: { amount: "${amountOf(n)}", currency: "USD" } }) { payment { id } invoice { id outstanding { amount } } ${ERRORS} } }`,
];

/** The global ids of records that a direct write created, if any. */
export interface Made {
  readonly order?: string;
  readonly invoice?: string;
}

type Write = (systems: Systems, subject: Subject, amount: number) => Promise<Made>;

const nothing = (): Made => ({});

/** Writes to the systems directly, without a gateway. They may be refused. */
export const DIRECT: readonly Write[] = [
  (systems, { customer }, n) =>
    systems.ask('crm', `/customers/${numberIn(customer)}`, 'PATCH', { phone: `777-${n}` }).then(nothing),
  (systems, { customer }, n) =>
    systems
      .ask('crm', `/customers/${numberIn(customer)}`, 'PATCH', { territoryId: String((n % 10) + 1) })
      .then(nothing),
  (systems, _, n) =>
    systems.ask('crm', '/customers', 'POST', { kind: 'store', name: `Coherence ${n}` }).then(nothing),
  async (systems, { customer, product }, n) => {
    const address = {
      line1: '1 Way',
      line2: null,
      city: 'Bothell',
      state: null,
      state_code: null,
      country_code: 'US',
      postal_code: null,
    };
    const lines = [{ product_id: Number(numberIn(product)), quantity: (n % 4) + 1 }];
    const order = { customer_id: Number(numberIn(customer)), ship_to: address, bill_to: address, lines };
    const { status, body } = await systems.ask('commerce', '/orders', 'POST', order);
    return status === 201 ? { order: `order:${String(body.id)}` } : {};
  },
  (systems, { order, customer }) =>
    systems
      .ask('commerce', `/orders/${numberIn(order)}`, 'PATCH', { customer_id: Number(numberIn(customer)) })
      .then(nothing),
  (systems, { order }, n) =>
    systems.ask('commerce', `/orders/${numberIn(order)}`, 'PATCH', { total: `${n + 10}.2500` }).then(nothing),
  (systems, { order }, n) =>
    systems
      .ask('commerce', `/orders/${numberIn(order)}`, 'PATCH', {
        status: ['placed', 'shipped', 'cancelled'][n % 3],
      })
      .then(nothing),
  (systems, { order }) =>
    systems.ask('commerce', `/orders/${numberIn(order)}/cancel`, 'POST', {}).then(nothing),
  (systems, { product, location }, n) => {
    const move = {
      ProductId: Number(numberIn(product)),
      LocationId: Number(numberIn(location)),
      Quantity: quantityOf(n),
      Reason: 'found',
    };
    return systems.ask('erp', '/StockAdjustments', 'POST', move).then(nothing);
  },
  async (systems, { product }, n) => {
    const lines = [{ ProductId: Number(numberIn(product)), Quantity: (n % 3) + 1 }];
    const { status, body } = await systems.ask('erp', '/Reservations', 'POST', {
      Reference: 'test',
      Lines: lines,
    });
    const path = `/Reservations/${String(body?.ReservationId)}`;
    if (status === 201 && n % 3 === 0) await systems.ask('erp', `${path}/Confirm`, 'POST');
    if (status === 201 && n % 3 === 1) await systems.ask('erp', path, 'DELETE');
    return {};
  },
  async (systems, { customer, order }, n) => {
    const amounts = { Subtotal: '10', Tax: '1', Freight: '1', Total: '12' };
    const about = n % 2 === 0 ? { OrderID: numberIn(order) } : {};
    const invoice = { ...about, ContactID: numberIn(customer), CurrencyCode: 'USD', ...amounts };
    const { status, body } = await systems.ask('accounting', '/Invoices', 'POST', invoice);
    return status === 201 ? { invoice: `invoice:${String(body.InvoiceID)}` } : {};
  },
  (systems, { invoice }) =>
    systems.ask('accounting', `/Invoices/${numberIn(invoice)}/Void`, 'POST').then(nothing),
  (systems, { invoice }, n) => {
    const payment = {
      InvoiceID: numberIn(invoice),
      Amount: amountOf(n),
      CurrencyCode: 'USD',
      Method: 'BANK',
    };
    return systems.ask('accounting', '/Payments', 'POST', payment).then(nothing);
  },
];
