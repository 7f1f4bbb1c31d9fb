import { QUERIES } from '../queries.ts';

/** The records that queries are about. */
export interface Subject {
  readonly customer: string;
  readonly product: string;
  readonly location: string;
  readonly order: string;
  readonly invoice: string;
}

const ORDER = 'id status total { amount currency } customer { id name } cancelReason updatedAt';
const INVOICE = 'id status total { amount } paid { amount } outstanding { amount } updatedAt';
const LEVEL = 'id onHand reserved available';

/** Queries for data that the writes change, through every kind of read. */
const WRITE_QUERIES: readonly ((subject: Subject) => string)[] = [
  ({ customer }) => `{ customer(id: "${customer}") { name email phone territory { name } updatedAt } }`,
  ({ customer }) =>
    `{ customer(id: "${customer}") { lifetimeValue { amount } orderCount lastOrderedOn balance { amount } balances { amount currency } } }`,
  ({ customer }) => `{ customer(id: "${customer}") { orders(first: 5) { totalCount nodes { ${ORDER} } } } }`,
  ({ customer }) =>
    `{ customer(id: "${customer}") { orders(first: 3, filter: { status: CANCELLED }) { totalCount nodes { ${ORDER} } } } }`,
  ({ customer }) =>
    `{ customer(id: "${customer}") { invoices(first: 5) { totalCount nodes { ${INVOICE} order { id } } } } }`,
  ({ customer }) =>
    `{ customer(id: "${customer}") { invoices(first: 2, filter: { status: OPEN }) { totalCount nodes { id } } payments(first: 3) { totalCount nodes { id amount { amount } } } } }`,
  () =>
    '{ customers(first: 3, orderBy: { field: SINCE, direction: DESC }) { totalCount nodes { name email } } }',
  () => '{ customers(first: 5, filter: { name: "Coherence" }) { totalCount nodes { id name phone } } }',
  ({ order }) => `{ order(id: "${order}") { ${ORDER} lines { quantity product { id } } } }`,
  ({ order }) =>
    `{ order(id: "${order}") { invoice { ${INVOICE} } invoices { totalCount nodes { ${INVOICE} payments { nodes { id amount { amount } } } } } } }`,
  ({ order }) =>
    `{ order(id: "${order}") { fulfilment { status lines { number status available shortBy } } } }`,
  () => `{ orders(first: 4) { totalCount nodes { ${ORDER} } } }`,
  () => `{ orders(first: 4, filter: { status: PLACED }) { totalCount nodes { ${ORDER} } } }`,
  ({ customer }) =>
    `{ orders(first: 2, filter: { customer: "${customer}" }, orderBy: { field: TOTAL }) { totalCount nodes { ${ORDER} } } }`,
  ({ product }) =>
    `{ product(id: "${product}") { orders(first: 3) { totalCount nodes { ${ORDER} } } revenue { amount } unitsSold } }`,
  ({ product }) =>
    `{ product(id: "${product}") { available onHand stock { ${LEVEL} location { id } } safetyStock } }`,
  ({ product, location }) =>
    `{ stockLevel(id: "stock-level:${product.slice(8)}-${location.slice(9)}") { ${LEVEL} } }`,
  ({ location }) =>
    `{ location(id: "${location}") { stock(first: 4, orderBy: { field: ON_HAND, direction: DESC }) { totalCount nodes { ${LEVEL} } } } }`,
  ({ product }) =>
    `{ stockLevels(first: 5, filter: { product: "${product}" }) { totalCount nodes { ${LEVEL} } } }`,
  () =>
    '{ stockValuation { location { name } products units value { amount } } byKind: stockValuation(by: KIND) { units value { amount } } }',
  () => '{ stockOuts(first: 5) { totalCount nodes { product { id } available shortBy } } }',
  ({ invoice }) =>
    `{ invoice(id: "${invoice}") { ${INVOICE} customer { id balance { amount } } payments { totalCount nodes { id amount { amount } receivedOn } } order { id status } } }`,
  () =>
    `{ invoices(first: 4) { totalCount nodes { ${INVOICE} } } open: invoices(first: 2, filter: { status: OPEN }) { totalCount nodes { id } } }`,
  ({ customer }) =>
    `{ payments(first: 3, filter: { customer: "${customer}" }) { totalCount nodes { id amount { amount } invoice { ${INVOICE} } } } all: payments(first: 2) { totalCount nodes { id } } }`,
  () => '{ receivablesByAge { total { amount } buckets { invoiceCount amount { amount } } } }',
  () =>
    '{ salesReport(groupBy: [YEAR, CHANNEL]) { rows { period channel orderCount units revenue { amount } } } topCustomers(first: 2) { revenue { amount } customer { name } } }',
  () => `{ territories { name orders(first: 1) { totalCount nodes { ${ORDER} } } } }`,
  ({ customer, order, product }) =>
    `{ nodes(ids: ["${customer}", "${order}", "${product}"]) { id ... on Customer { name phone } ... on Order { status } ... on Product { name available } } }`,
  () => '{ discrepancies(first: 3) { totalCount nodes { kind order { id status } } } }',
];

const SHARED_QUERIES = Object.values(QUERIES).map(({ query }) => query);

/** The total number of queries; those for data that the writes change come first. */
const QUERY_COUNT = WRITE_QUERIES.length + SHARED_QUERIES.length;
/** The number of queries for data that the writes change. */
export const WRITE_QUERY_COUNT = WRITE_QUERIES.length;

/** The query of this number about these records. */
export function queryOf(number: number, subject: Subject): string {
  const index = number % QUERY_COUNT;
  return WRITE_QUERIES[index]?.(subject) ?? SHARED_QUERIES[index - WRITE_QUERIES.length] ?? '{ __typename }';
}
