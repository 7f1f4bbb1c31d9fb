import type { components as Accounting } from '../../datasources/accounting/generated/wire.ts';
import type { components as Commerce } from '../../datasources/commerce/generated/wire.ts';
import type { components as Crm } from '../../datasources/crm/generated/wire.ts';
import type { components as Erp } from '../../datasources/erp/generated/wire.ts';
import { seeded, type Random } from './random.ts';

type WireCustomer = Crm['schemas']['Customer'];
type WireOrder = Commerce['schemas']['Order'];
type WireProduct = Commerce['schemas']['Product'];
type WireStockLevel = Erp['schemas']['StockLevel'];
type WireInvoice = Accounting['schemas']['Invoice'];

/** The data of the four systems, in the shapes of their contracts. */
export interface Data {
  readonly customers: readonly WireCustomer[];
  readonly products: readonly WireProduct[];
  /** By product id. */
  readonly stock: ReadonlyMap<number, readonly WireStockLevel[]>;
  /** By id, the oldest first. */
  readonly orders: readonly WireOrder[];
  /** One per order, in the same order. */
  readonly invoices: readonly WireInvoice[];
}

/** How many there are of each. */
export interface Sizes {
  readonly customers: number;
  readonly products: number;
  readonly orders: number;
}

/** The sizes that the benchmark uses. */
export const SIZES: Sizes = { customers: 2_000, products: 500, orders: 12_000 };

const FIRST_CUSTOMER = 11_000;
const FIRST_PRODUCT = 700;
const FIRST_ORDER = 43_659;
const LINES = 3;
const UPDATED_AT = '2014-06-30T00:00:00.000Z';
const FIRST_NAMES = [
  'Cole',
  'Ana',
  'Jon',
  'Ruth',
  'Eugene',
  'Julio',
  'Janet',
  'Marco',
  'Rob',
  'Shannon',
] as const;
const LAST_NAMES = [
  'Watson',
  'Yang',
  'Huang',
  'Torres',
  'Zhu',
  'Ruiz',
  'Alvarez',
  'Mehta',
  'Verhoff',
] as const;
const COLORS = ['Red', 'Black', 'Silver', 'Blue', 'Yellow'] as const;
const MODELS = [
  'Road-150',
  'Road-450',
  'Mountain-100',
  'Touring-1000',
  'Sport-100 Helmet',
  'HL Fork',
] as const;

/** The data of the upstream: always the same for the same sizes. */
export function makeData(sizes: Sizes = SIZES): Data {
  const random = seeded(43_697);
  const customers = times(sizes.customers, (n) => makeCustomer(FIRST_CUSTOMER + n, random));
  const products = times(sizes.products, (n) => makeProduct(FIRST_PRODUCT + n, random));
  const stock = new Map(products.map(({ id }) => [id, makeStock(id, random)]));
  const orders = times(sizes.orders, (n) => makeOrder(n, sizes, random));
  return { customers, products, stock, orders, invoices: orders.map((order) => makeInvoice(order, random)) };
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

function makeCustomer(id: number, random: Random): WireCustomer {
  const [firstName, lastName] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
  const address = { line1: `${random.integer(1, 9_999)} Main Street`, line2: null, city: 'Bothell' };
  const state = { state: 'Washington', stateCode: 'WA', countryCode: 'US', postalCode: '98011' };
  return {
    id: String(id),
    kind: 'person',
    name: `${firstName} ${lastName}`,
    firstName,
    lastName,
    email: `${firstName.toLowerCase()}${id}@adventure-works.com`,
    phone: `${random.integer(200, 999)}-555-01${random.integer(10, 99)}`,
    accountNumber: `AW${String(id).padStart(8, '0')}`,
    territoryId: String(random.integer(1, 10)),
    since: '2011-05-31',
    addresses: [{ type: 'home', ...address, ...state }],
    contacts: [],
    updatedAt: UPDATED_AT,
  };
}

function makeProduct(id: number, random: Random): WireProduct {
  const [model, color, size] = [random.pick(MODELS), random.pick(COLORS), random.integer(38, 62)];
  return {
    id,
    number: `BK-${id}-${size}`,
    name: `${model} ${color}, ${size} (${id})`,
    description: 'This bike delivers a high level of performance on a budget.',
    color,
    size: String(size),
    size_unit: 'CM',
    weight: random.integer(10, 30),
    weight_unit: 'LB',
    line: 'R',
    class: 'H',
    style: 'U',
    model,
    category_id: random.integer(101, 137),
    list_price: amount(random.integer(2, 3_000)),
    currency: 'USD',
    sell_start: '2011-05-31',
    sell_end: null,
    updated_at: UPDATED_AT,
  };
}

/** Each product is stocked at one to three of the locations. */
function makeStock(product: number, random: Random): WireStockLevel[] {
  return times(random.integer(1, 3), (n) => {
    const [OnHand, Reserved] = [random.integer(20, 700), random.integer(0, 20)];
    const LocationId = [1, 6, 50][n] ?? 60;
    const place = { Shelf: 'A', Bin: random.integer(1, 40), OnHand, Reserved, Available: OnHand - Reserved };
    return { Id: `${product}-${LocationId}`, ProductId: product, LocationId, ...place };
  });
}

function makeOrder(n: number, sizes: Sizes, random: Random): WireOrder {
  // Three products in steps of 7, so that no order has the same product twice.
  const start = random.integer(0, sizes.products - 1);
  const lines = times(LINES, (line) => {
    const product_id = FIRST_PRODUCT + ((start + line * 7) % sizes.products);
    const [quantity, price] = [random.integer(1, 9), random.integer(2, 3_000)];
    const total = amount(price * quantity);
    return {
      line_number: line + 1,
      product_id,
      quantity,
      unit_price: amount(price),
      tax: amount(price),
      total,
    };
  });
  const day = dayOf(n);
  const place = {
    line1: '1 Main Street',
    line2: null,
    city: 'Bothell',
    state: 'Washington',
    state_code: 'WA',
  };
  const address = { id: random.integer(1, 30_000), ...place, country_code: 'US', postal_code: '98011' };
  const subtotal = random.integer(10, 30_000);
  return {
    id: FIRST_ORDER + n,
    status: 'shipped',
    channel: 'online',
    ordered_on: day,
    due_on: day,
    shipped_on: day,
    customer_id: FIRST_CUSTOMER + random.integer(0, sizes.customers - 1),
    territory_id: random.integer(1, 10),
    bill_to: address,
    ship_to: address,
    ship_method: { id: 1, name: 'XRQ - TRUCK GROUND' },
    currency: 'USD',
    exchange_rate_id: null,
    subtotal: amount(subtotal),
    tax: amount(Math.round(subtotal * 0.08)),
    freight: amount(Math.round(subtotal * 0.025)),
    total: amount(Math.round(subtotal * 1.105)),
    reasons: ['Price'],
    lines,
    cancel_reason: null,
    reservation: null,
    updated_at: UPDATED_AT,
  };
}

/** One order in three is unpaid. */
function makeInvoice(order: WireOrder, random: Random): WireInvoice {
  const isOpen = random.integer(1, 3) === 1;
  return {
    InvoiceID: `INV-${order.id}`,
    OrderID: String(order.id),
    ContactID: String(order.customer_id),
    Status: isOpen ? 'OPEN' : 'PAID',
    IssuedOn: order.ordered_on,
    CurrencyCode: order.currency,
    ExchangeRateID: null,
    Subtotal: order.subtotal,
    Tax: order.tax,
    Freight: order.freight,
    Total: order.total,
    AmountPaid: isOpen ? '0' : order.total,
    AmountDue: isOpen ? order.total : '0',
    UpdatedAt: UPDATED_AT,
  };
}

/** An amount that does not end in 0, so that it is in canonical form already and peers may pass it on unchanged. */
function amount(whole: number): string {
  return `${whole}.${10 + (whole % 80)}`.replace(/0$/, '1');
}

function dayOf(n: number): string {
  const day = new Date(Date.UTC(2011, 4, 31) + Math.floor(n / 12) * 86_400_000);
  return day.toISOString().slice(0, 10);
}
