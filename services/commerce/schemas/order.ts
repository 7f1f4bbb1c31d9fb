import { Type, type Static } from 'typebox';
import { ref } from '../../kit/app.ts';
import {
  choice,
  currency,
  date,
  givenMoney,
  grouping,
  idList,
  identifier,
  moment,
  money,
  nullable,
  optionalText,
  paging,
} from './fields.ts';

const Status = choice(['placed', 'shipped', 'cancelled'], { description: 'How far the order is.' });
const Channel = choice(['online', 'api', 'phone'], { description: 'The channel of the order.' });

/** A postal address. */
export const Address = Type.Object(
  {
    id: nullable(
      identifier('Id'),
      'Id in the address book; null for an address that was given with one order.',
    ),
    line1: Type.String({ description: 'Street and number.' }),
    line2: nullable(Type.String(), 'Second line.'),
    city: Type.String({ description: 'Town.' }),
    state: nullable(Type.String(), 'State or province, its name.'),
    state_code: nullable(Type.String(), 'State or province, its code.'),
    country_code: Type.String({ description: 'Country, ISO 3166-1 alpha-2.' }),
    postal_code: nullable(Type.String(), 'Postal code.'),
  },
  { $id: 'Address', description: 'A postal address.' },
);

/** What the client calls {@link Address}. */
export type Address = Static<typeof Address>;

/** One product of an order. */
export const OrderLine = Type.Object(
  {
    line_number: Type.Integer({ description: 'Place in the order, from 1.' }),
    product_id: identifier('Product.'),
    quantity: Type.Integer({ description: 'Pieces.' }),
    unit_price: money('Price of one piece without tax.'),
    tax: money('Tax on the line.'),
    total: money('Quantity times unit price, without tax.'),
  },
  { $id: 'OrderLine', description: 'One product of an order.' },
);

/** One product of an order. */
export type OrderLine = Static<typeof OrderLine>;

/** A carrier and service. */
export const ShipMethod = Type.Object(
  { id: identifier('Id of the method.'), name: Type.String({ description: 'Name of the method.' }) },
  { $id: 'ShipMethod', description: 'A carrier and its service.' },
);

/** An order. */
export const Order = Type.Object(
  {
    id: identifier('Order number; a higher one was placed later.'),
    status: Status,
    channel: Channel,
    ordered_on: date('Day of the order.'),
    due_on: date('Day by which the goods are to reach the customer.'),
    shipped_on: nullable(Type.String({ format: 'date' }), 'Day of shipping; null before.'),
    customer_id: identifier('Customer, an id of the CRM.'),
    territory_id: nullable(Type.Integer(), 'Sales territory, an id of the CRM.'),
    bill_to: ref(Address),
    ship_to: ref(Address),
    ship_method: nullable(ref(ShipMethod), 'How the goods travel.'),
    currency: currency('Currency of all amounts, ISO 4217.'),
    exchange_rate_id: nullable(
      Type.Integer(),
      'Exchange rate (an id of accounting) at which the customer saw their own currency.',
    ),
    subtotal: money('Sum of the lines without tax.'),
    tax: money('Sales tax.'),
    freight: money('Freight.'),
    total: money('What the customer owes.'),
    reasons: Type.Array(Type.String(), { description: 'Why the customer bought, in their own words.' }),
    lines: Type.Array(ref(OrderLine), { description: 'By line number.' }),
    cancel_reason: nullable(Type.String(), 'Why it was cancelled, if a reason was given.'),
    reservation: nullable(Type.String(), 'What the client stored with the order to find the goods it holds.'),
    updated_at: moment('Last change.'),
  },
  { $id: 'Order', description: 'An order of a customer.' },
);

/** An order as it goes over the wire. */
export type Order = Static<typeof Order>;

/** A page of orders. */
export const OrderPage = Type.Object(
  { orders: Type.Array(ref(Order), { description: 'In the order of `sort`.' }) },
  {
    $id: 'OrderPage',
    description:
      'A page of orders; a `Link` header with rel="next" leads to the next page while there is more.',
  },
);

/** A page of orders for each key. */
export const OrderGroups = Type.Object(
  {
    groups: Type.Array(
      Type.Object({
        key: Type.Integer({ description: 'One of the requested keys.' }),
        orders: Type.Array(ref(Order), { description: 'In the order of `sort`.' }),
        next: nullable(Type.String(), '`page_info` of the following page of this key; null at the end.'),
      }),
      { description: 'One for each key, in the order of `keys`.' },
    ),
  },
  { $id: 'OrderGroups', description: 'A page of orders for each key.' },
);

const FILTERS = {
  ids: Type.Optional(idList('Order ids; unknown ones are left out.')),
  status: Type.Optional(Status),
  channel: Type.Optional(Channel),
  customer_id: Type.Optional(identifier('Orders of this customer.')),
  territory_id: Type.Optional(identifier('Orders from this territory.')),
  product_id: Type.Optional(identifier('Orders with a line of this product.')),
  ordered_from: Type.Optional(date('Ordered on this day or later.')),
  ordered_to: Type.Optional(date('Ordered on this day or earlier.')),
  min_total: Type.Optional(givenMoney('Orders of at least this total.')),
  reservation: Type.Optional(
    Type.String({ maxLength: 200, description: 'Orders that this text was stored with.' }),
  ),
};
const SORTS = ['id', 'ordered_on', 'total'] as const;

/** Query of the count of orders. */
export const OrderFilter = Type.Object(FILTERS);
/** Filters of orders. */
export type OrderFilter = Static<typeof OrderFilter>;

/** Query of the list of orders: newest first by default. */
export const OrderQuery = Type.Object({ ...FILTERS, ...paging(SORTS, '-id', 50) });

const GROUPINGS = grouping(['customer_id', 'product_id', 'territory_id']);

/** Query of the grouped list of orders. */
export const OrderGroupQuery = Type.Object({ ...GROUPINGS, ...FILTERS, ...paging(SORTS, '-id', 20) });
/** Query of the grouped count of orders. */
export const OrderGroupFilter = Type.Object({ ...GROUPINGS, ...FILTERS });

/** An address of a new order. */
export const NewAddress = Type.Object(
  {
    line1: Type.String({ minLength: 1, maxLength: 200, description: 'Street and number.' }),
    line2: optionalText(200, 'Second line.'),
    city: Type.String({ minLength: 1, maxLength: 100, description: 'Town.' }),
    state: optionalText(100, 'State or province, its name.'),
    state_code: optionalText(10, 'State or province, its code.'),
    country_code: Type.String({ pattern: '^[A-Z]{2}$', description: 'Country, ISO 3166-1 alpha-2.' }),
    postal_code: optionalText(20, 'Postal code.'),
  },
  { $id: 'NewAddress', description: 'An address that is given with one order.' },
);
/** An address of a new order. */
export type NewAddress = Static<typeof NewAddress>;

/** A line of a new order. */
export const NewOrderLine = Type.Object(
  {
    product_id: identifier('Product.'),
    quantity: Type.Integer({ minimum: 1, maximum: 1_000, description: 'Pieces.' }),
    unit_price: Type.Optional(
      Type.String({
        pattern: '^\\d{1,6}(\\.\\d{1,4})?$',
        description: 'Price of one piece without tax; the list price where it is left out.',
        examples: ['3578.27'],
      }),
    ),
  },
  { $id: 'NewOrderLine', description: 'One product of a new order.' },
);
/** A line of a new order. */
export type NewOrderLine = Static<typeof NewOrderLine>;

/** Body that places an order. An order of 100 lines at their largest stays an exact number of ten-thousandths. */
export const NewOrder = Type.Object(
  {
    customer_id: identifier('Customer, an id of the CRM; not checked here.'),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', default: 'USD', description: 'ISO 4217.' })),
    channel: Type.Optional(
      choice(['online', 'api', 'phone'], { default: 'api', description: 'The channel of the order.' }),
    ),
    bill_to: ref(NewAddress),
    ship_to: ref(NewAddress),
    ship_method_id: Type.Optional(identifier('How the goods are to travel.')),
    territory_id: Type.Optional(
      identifier('Sales territory it counts for, an id of the CRM; not checked here.'),
    ),
    lines: Type.Array(ref(NewOrderLine), {
      maxItems: 100,
      description: 'At least one, or it is an `empty_order`.',
    }),
    reservation: Type.Optional(
      Type.String({ maxLength: 200, description: 'Opaque text that is kept with the order.' }),
    ),
  },
  { $id: 'NewOrder', description: 'An order to be placed.' },
);
/** Body that places an order. */
export type NewOrder = Static<typeof NewOrder>;

/** Body that corrects an order by hand. */
export const OrderCorrection = Type.Object(
  {
    total: Type.Optional(givenMoney('New total; subtotal, tax and freight stay as they are.')),
    currency: Type.Optional(currency('New currency; amounts stay as they are.')),
    customer_id: Type.Optional(identifier('New customer.')),
    status: Type.Optional(Status),
  },
  {
    $id: 'OrderCorrection',
    minProperties: 1,
    description: 'A correction by hand, without any of the usual checks.',
  },
);
/** Body that corrects an order by hand. */
export type OrderCorrection = Static<typeof OrderCorrection>;

/** Body that cancels an order. */
export const Cancellation = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 500, description: 'Why.' })) },
  { $id: 'Cancellation', description: 'Why an order is cancelled.' },
);
/** Body that cancels an order. */
export type Cancellation = Static<typeof Cancellation>;
