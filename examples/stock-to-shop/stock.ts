import { pagesOf, type Graph, type Page } from '../kit/graph.ts';
import type { Call } from '../kit/rest.ts';
import type { Integration } from '../kit/follow.ts';
import type { Availability } from './shop.ts';

/** A product as the ERP and the catalogue have it. */
export interface Product {
  /** Article number; null if the shop does not list the product. */
  readonly number: string | null;
  /** What can be promised over all locations; null if the ERP does not stock the product. */
  readonly available: number | null;
}

/** A change of stock. */
export interface StockChange {
  readonly cursor: string;
  /** Null if the stock level no longer exists; then nothing says which product it was of. */
  readonly stockLevel: { readonly product: Product | null } | null;
}

const CHANGES = `subscription StockToShop($after: String) {
  stockChanged(after: $after) { cursor stockLevel { product { number available } } }
}`;

const ALL = `query AllStock($first: Int!, $after: String) {
  products(first: $first, after: $after) { nodes { number available } pageInfo { hasNextPage endCursor } }
}`;

/** Applies changes of stock to the shop: it is sent the number available, never how many more or fewer. */
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

/** One item per article: if it changed several times, the last change wins. */
function itemsOf(products: readonly Product[]): readonly Availability[] {
  const last = new Map<string, number>();
  for (const { number, available } of products) {
    if (number !== null && available !== null) last.set(number, available);
  }
  return [...last].map(([sku, available]) => ({ sku, available }));
}
