import type { Customer, Invoice, Order, Product, Rest } from './rest.ts';
import { localId } from './schema.ts';

/** The part of DataLoader that these resolvers use. */
interface Loader<K, V> {
  readonly load: (key: K) => Promise<V>;
}

/** The context of a request; each request gets new loaders, as DataLoader's docs recommend. */
export interface Context {
  readonly rest: Rest;
  readonly customers: Loader<string, Customer | null>;
  readonly products: Loader<number, Product | null>;
  readonly available: Loader<number, number>;
  readonly invoices: Loader<number, Invoice | null>;
}

interface Line {
  readonly productId: number;
}
interface Identified {
  readonly id: string | number;
}

/** Resolvers over loaders, one per relation: what the guides of Apollo Server and of Yoga show. */
export const resolvers = {
  Query: {
    customer: (_: unknown, { id }: { id: string }, { customers }: Context) => customers.load(localId(id)),
    orders: (_: unknown, { first, after }: { first: number; after?: string | null }, { rest }: Context) =>
      rest.orders(first, after),
  },
  Customer: { id: ({ id }: Identified) => `customer:${id}` },
  Order: {
    id: ({ id }: Identified) => `order:${id}`,
    customer: ({ customerId }: Order, _: unknown, { customers }: Context) => customers.load(customerId),
    invoice: ({ id }: Order, _: unknown, { invoices }: Context) => invoices.load(id),
  },
  OrderLine: {
    product: ({ productId }: Line, _: unknown, { products }: Context) => products.load(productId),
  },
  Product: {
    id: ({ id }: Identified) => `product:${id}`,
    available: ({ id }: Product, _: unknown, { available }: Context) => available.load(id),
  },
  Invoice: { id: ({ id }: Identified) => `invoice:${id}` },
};

/** The DataLoader class, which the kit does not import because it has no packages of its own. */
type LoaderClass = new <K, V>(batch: (keys: readonly K[]) => Promise<V[]>) => Loader<K, V>;

/** The context of one request. */
export function contextOver(rest: Rest, DataLoader: LoaderClass): Context {
  return {
    rest,
    customers: new DataLoader(rest.customers),
    products: new DataLoader(rest.products),
    available: new DataLoader(rest.available),
    invoices: new DataLoader(rest.invoices),
  };
}
