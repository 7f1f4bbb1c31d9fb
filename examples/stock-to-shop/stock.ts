import { pagesOf, type Graph, type Page } from '../kit/graph.ts';
import type { Call } from '../kit/rest.ts';
import type { Integration } from '../kit/follow.ts';
import type { Availability } from './shop.ts';

/** A product as the ERP and the catalogue have it. */
export interface Product {
  /** Article number; null of what the shop does not list. */
  readonly number: string | null;
  /** What can be promised over all locations; null of what the ERP does not stock. */
  readonly available: number | null;
}

/** Stock that has changed. */
export interface StockChange {
  readonly cursor: string;
  /** Null where there is none any more, and nothing says of which product. */
  readonly stockLevel: { readonly product: Product | null } | null;
}

const CHANGES = `subscription StockToShop($after: String) {
  stockChanged(after: $after) { cursor stockLevel { product { number available } } }
}`;

const ALL = `query AllStock($after: String) {
  products(first: 100, after: $after) { nodes { number available } pageInfo { hasNextPage endCursor } }
}`;

/** What changes of stock mean for the shop: it is told how many are available, not how many more or fewer. */
export function stockToShop(
  graph: Graph,
  shop: Call,
): Pick<Integration<StockChange>, 'query' | 'takeOver' | 'apply'> {
  const tell = async (products: readonly Product[]): Promise<void> => {
    const items = itemsOf(products);
    if (items.length > 0) await shop('PUT', '/v1/availability', { items });
  };
  const takeOver = async (): Promise<void> => {
    const pages = pagesOf(graph, ALL, (data) => (data as { products: Page<Product> }).products);
    for await (const products of pages) await tell(products);
  };
  return {
    query: CHANGES,
    takeOver,
    apply: async (events) => {
      const products = events.map(({ stockLevel }) => stockLevel?.product ?? null);
      if (products.includes(null)) await takeOver();
      else await tell(products.filter((product) => product !== null));
      return undefined;
    },
  };
}

/** One item an article: of several changes, the last holds. */
function itemsOf(products: readonly Product[]): readonly Availability[] {
  const last = new Map<string, number>();
  for (const { number, available } of products) {
    if (number !== null && available !== null) last.set(number, available);
  }
  return [...last].map(([sku, available]) => ({ sku, available }));
}
