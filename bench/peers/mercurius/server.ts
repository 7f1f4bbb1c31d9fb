/** Mercurius on Fastify with its JIT compiler and its loaders, as its docs teach. */
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { restOver, sendByFetch, type Order, type Product } from '../kit/rest.ts';
import { localId, typeDefs } from '../kit/schema.ts';

const { UPSTREAM_URL = '', PORT = '0' } = process.env;
const rest = restOver(sendByFetch(UPSTREAM_URL));

type Queries<T> = readonly { readonly obj: T }[];

const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  jit: 1,
  resolvers: {
    Query: {
      customer: async (_, { id }) => (await rest.customers([localId(id)]))[0],
      orders: (_, { first, after }) => rest.orders(first, after),
    },
    Customer: { id: ({ id }) => `customer:${id}` },
    Order: { id: ({ id }) => `order:${id}` },
    Product: { id: ({ id }) => `product:${id}` },
    Invoice: { id: ({ id }) => `invoice:${id}` },
  },
  // The loaders' own per-request cache is left on: without it this was slower.
  loaders: {
    Order: {
      customer: (queries: Queries<Order>) => rest.customers(queries.map(({ obj }) => obj.customerId)),
      invoice: (queries: Queries<Order>) => rest.invoices(queries.map(({ obj }) => obj.id)),
    },
    OrderLine: {
      product: (queries: Queries<{ productId: number }>) =>
        rest.products(queries.map(({ obj }) => obj.productId)),
    },
    Product: {
      available: (queries: Queries<Product>) => rest.available(queries.map(({ obj }) => obj.id)),
    },
  },
});
await app.listen({ port: Number(PORT), host: '127.0.0.1' });
