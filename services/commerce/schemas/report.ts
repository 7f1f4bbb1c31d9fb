import { Type, type Static } from 'typebox';
import { ref } from '../../kit/app.ts';
import { choice, currency, date, identifier, idList, money, nullable } from './fields.ts';

const PERIOD = {
  from: Type.Optional(date('Ordered on this day or later.')),
  to: Type.Optional(date('Ordered on this day or earlier.')),
};

/** Query of the sales of products. */
export const ProductSalesQuery = Type.Object({ product_ids: idList('Product ids.'), ...PERIOD });
/** Query of the values of customers. */
export const CustomerValueQuery = Type.Object({ customer_ids: idList('Customer ids.') });

/** What customers are worth. */
export const CustomerValues = Type.Object(
  {
    customers: Type.Array(
      Type.Object({
        customer_id: Type.Integer({ description: 'One of the requested ids.' }),
        order_count: Type.Integer({ description: 'Orders.' }),
        total: money('Sum of the totals of the orders.'),
        currency: currency(),
        first_ordered_on: nullable(Type.String({ format: 'date' }), 'Day of the first order.'),
        last_ordered_on: nullable(Type.String({ format: 'date' }), 'Day of the last order.'),
      }),
      { description: 'One for each id, in the order of the request.' },
    ),
  },
  { $id: 'CustomerValues', description: 'What each customer has ordered so far.' },
);

const DIMENSION = '(month|quarter|year|territory|category|subcategory|channel|product|customer)';

/** Query of the sales report. */
export const SalesReportQuery = Type.Object({
  group_by: Type.Optional(
    Type.String({
      pattern: `^${DIMENSION}(,${DIMENSION}){0,2}$`,
      description:
        'At most three of month, quarter, year, territory, category, subcategory, channel, product, customer, with commas between them. Without it there is one row of all sales.',
      examples: ['month,territory'],
    }),
  ),
  ...PERIOD,
  territory_id: Type.Optional(identifier('Orders from this territory.')),
  category_id: Type.Optional(
    identifier('Lines of products of this category; a parent includes its children.'),
  ),
  customer_id: Type.Optional(identifier('Orders of this customer.')),
  product_id: Type.Optional(identifier('Lines of this product.')),
  channel: Type.Optional(choice(['online', 'api', 'phone'], { description: 'Orders of this channel.' })),
  sort: Type.Optional(
    choice(['revenue', '-revenue', 'key', '-key'], {
      default: '-revenue',
      description: 'By revenue (ties by key), or by the keys in the order of `group_by`.',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'Rows.' })),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Rows to leave out before.' })),
});
/** Query of the sales report. */
export type SalesReportQuery = Static<typeof SalesReportQuery>;

/** One row of the sales report. */
export const SalesRow = Type.Object(
  {
    month: Type.Optional(Type.String({ description: 'Month.', examples: ['2013-06'] })),
    quarter: Type.Optional(Type.String({ description: 'Quarter.', examples: ['2013-Q2'] })),
    year: Type.Optional(Type.String({ description: 'Year.', examples: ['2013'] })),
    territory_id: Type.Optional(nullable(Type.Integer(), 'Territory; null for orders without one.')),
    category_id: Type.Optional(
      nullable(Type.Integer(), 'Category: a top one with `category`, the lowest one with `subcategory`.'),
    ),
    product_id: Type.Optional(identifier('Product.')),
    customer_id: Type.Optional(identifier('Customer.')),
    channel: Type.Optional(choice(['online', 'api', 'phone'], { description: 'Channel.' })),
    orders: Type.Integer({
      description: 'Orders with at least one such line; not to be added up over rows.',
    }),
    units: Type.Integer({ description: 'Pieces.' }),
    revenue: money('Sum of the lines without tax and freight.'),
    currency: currency(),
  },
  {
    $id: 'SalesRow',
    description: 'Sales of one combination of keys; only the requested keys are there.',
  },
);

/** One row of the sales report as it goes over the wire. */
export type SalesRow = Static<typeof SalesRow>;

/** The sales report. */
export const SalesReport = Type.Object(
  {
    rows: Type.Array(ref(SalesRow), { description: 'In the order of `sort`.' }),
    has_more: Type.Boolean({ description: 'Whether `limit` cut rows off.' }),
  },
  { $id: 'SalesReport', description: 'Sales by up to three keys.' },
);
/** Query of the control totals. */
export const ControlTotalsQuery = Type.Object({
  block_size: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, default: 256, description: 'Order ids in a block.' }),
  ),
  from_id: Type.Optional(identifier('First order id.')),
  to_id: Type.Optional(identifier('Last order id.')),
});
/** Query of the control totals. */
export type ControlTotalsQuery = Static<typeof ControlTotalsQuery>;

const hash = (what: string) =>
  Type.String({ pattern: '^\\d+$', description: `Sum of id times ${what}, modulo 2^61-1.` });

/** Control totals. */
export const ControlTotals = Type.Object(
  {
    blocks: Type.Array(
      Type.Object({
        block: Type.Integer({ description: 'Order id divided by the block size, rounded down.' }),
        count: Type.Integer({ description: 'Orders that are not cancelled.' }),
        total: money('Sum of their totals, whatever the currency.'),
        customer_hash: hash('customer id'),
        total_hash: hash('total in ten-thousandths'),
        currency_hash: hash('currency code as a number in base 256'),
      }),
      { description: 'By block; blocks without orders are left out.' },
    ),
  },
  { $id: 'ControlTotals', description: 'Figures by which two books are compared without reading every row.' },
);

/** Query of the totals of orders. */
export const OrderTotalsQuery = Type.Object({
  from_id: Type.Optional(identifier('First order id.')),
  to_id: Type.Optional(identifier('Last order id.')),
  blocks: Type.Optional(
    idList('Only orders in these blocks, as the control totals of the same block size number them.'),
  ),
  block_size: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, default: 256, description: 'Order ids in a block.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000, default: 1_000, description: 'Rows.' })),
});

export type OrderTotalsQuery = Static<typeof OrderTotalsQuery>;

/** Totals of orders. */
export const OrderTotals = Type.Object(
  {
    orders: Type.Array(
      Type.Object({
        id: identifier('Order id.'),
        status: choice(['placed', 'shipped', 'cancelled'], { description: 'How far the order is.' }),
        customer_id: identifier('Customer.'),
        total: money('What the customer owes.'),
        currency: currency(),
      }),
      { description: 'By id, cancelled orders as well.' },
    ),
    has_more: Type.Boolean({ description: 'Whether there are further ids in the range.' }),
  },
  { $id: 'OrderTotals', description: 'The figures of orders that another book must agree with.' },
);
