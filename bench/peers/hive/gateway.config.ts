/**
 * Hive Gateway over the supergraph of one OpenAPI subgraph, with the benchmark's schema on top, by additional resolvers that batch through
 * its in-context SDK, as its docs teach. MODE: cold; hot (its response cache).
 */
import { defineConfig, type GatewayContext } from '@graphql-hive/gateway';
import type { GraphQLResolveInfo } from 'graphql';
import { typeDefs } from '../kit/schema.ts';

/** A record of a system. The SDK's types are generated for a supergraph at run time, so nothing is known of its properties here. */
type Row = Record<string, any>;
type Context = GatewayContext & { Systems: { Query: Record<string, (call: object) => Promise<Row>> } };

/** Batches all keys of one kind that a request asks for, aligned by key. */
function batched(
  field: string,
  selectionSet: string,
  argsFromKeys: (keys: readonly unknown[]) => object,
  rowsOf: (result: Row) => Row[],
  keyOf: (row: Row) => unknown,
) {
  return (key: unknown, root: unknown, context: Context, info: GraphQLResolveInfo) =>
    context.Systems.Query[field]!({
      root,
      key,
      argsFromKeys: (keys: readonly unknown[]) => argsFromKeys([...new Set(keys)]),
      valuesFromResults: (result: Row, keys: readonly unknown[]) => {
        const byKey = new Map(rowsOf(result).map((row) => [keyOf(row), row]));
        return keys.map((one) => byKey.get(one) ?? null);
      },
      selectionSet,
      context,
      info,
    });
}

const customerBy = batched(
  'readCustomers',
  '{ results { id name email phone accountNumber } }',
  (keys) => ({ input: { inputs: keys.map((id) => ({ id })) } }),
  ({ results }) => results,
  ({ id }) => id,
);
const productBy = batched(
  'listProducts',
  '{ products { id name } }',
  (ids) => ({ ids, limit: ids.length }),
  ({ products }) => products,
  ({ id }) => id,
);
const stockBy = batched(
  'stockPer',
  '{ value { Key Value { Available } } }',
  (keys) => ({ by: 'ProductId', keys }),
  ({ value }) => value,
  ({ Key }) => Key,
);
const invoicesBy = batched(
  'groupedInvoices',
  '{ Groups { Key Invoices { InvoiceID Status AmountDue CurrencyCode } } }',
  (keys) => ({ by: 'OrderID', keys, pageSize: 100 }),
  ({ Groups }) => Groups,
  ({ Key }) => Key,
);

const ORDERS = '{ orders { id ordered_on customer_id lines { product_id quantity } } next }';

const additionalResolvers = {
  Query: {
    customer: (root: unknown, { id }: Row, context: Context, info: GraphQLResolveInfo) =>
      customerBy(id.slice('customer:'.length), root, context, info),
    orders: async (root: unknown, { first, after }: Row, context: Context, info: GraphQLResolveInfo) => {
      const args = { limit: first, sort: '-id', ...(after ? { page_info: after } : {}) };
      const page = await context.Systems.Query['listOrders']!({
        root,
        args,
        selectionSet: ORDERS,
        context,
        info,
      });
      return { nodes: page.orders, pageInfo: { endCursor: page.next ?? null } };
    },
  },
  Customer: { id: ({ id }: Row) => `customer:${id}` },
  Order: {
    id: ({ id }: Row) => `order:${id}`,
    orderedOn: ({ ordered_on }: Row) => ordered_on,
    customer: (order: Row, _: unknown, context: Context, info: GraphQLResolveInfo) =>
      customerBy(String(order.customer_id), order, context, info),
    invoice: async (order: Row, _: unknown, context: Context, info: GraphQLResolveInfo) => {
      const group = await invoicesBy(String(order.id), order, context, info);
      return group?.Invoices.find(({ Status }: Row) => Status !== 'VOIDED') ?? null;
    },
  },
  OrderLine: {
    product: (line: Row, _: unknown, context: Context, info: GraphQLResolveInfo) =>
      productBy(line.product_id, line, context, info),
  },
  Product: {
    id: ({ id }: Row) => `product:${id}`,
    available: async (product: Row, _: unknown, context: Context, info: GraphQLResolveInfo) => {
      const group = await stockBy(product.id, product, context, info);
      return group?.Value.reduce((sum: number, { Available }: Row) => sum + Available, 0) ?? 0;
    },
  },
  Invoice: {
    id: ({ InvoiceID }: Row) => `invoice:${InvoiceID}`,
    status: ({ Status }: Row) => Status,
    outstanding: ({ AmountDue, CurrencyCode }: Row) => ({ amount: AmountDue, currency: CurrencyCode }),
  },
};

export const gatewayConfig = defineConfig({
  supergraph: './supergraph.graphql',
  // A Query type exists already, that of the systems.
  additionalTypeDefs: typeDefs.replace('type Query', 'extend type Query'),
  additionalResolvers,
  graphiql: false,
  landingPage: false,
  responseCaching: process.env['MODE'] === 'hot' ? { session: () => null, ttl: 300_000 } : undefined,
});
