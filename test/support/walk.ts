import type { Product } from './product.ts';

/**
 * Pages through a connection to its end and gives the ids of all nodes in order. `field` gives the connection field with its arguments, and
 * is passed the `after` argument of the page (empty on the first).
 */
export async function walk(product: Product, field: (after: string) => string): Promise<string[]> {
  const ids: string[] = [];
  let after = '';
  for (;;) {
    const { data, errors } = await product.query(
      `{ ${field(after)} { nodes { id } pageInfo { hasNextPage endCursor } } }`,
    );
    if (errors) throw new Error(JSON.stringify(errors));
    const [list] = Object.values(data as Record<string, Listed>);
    if (!list) throw new Error('no list was asked for');
    ids.push(...list.nodes.map(({ id }) => id));
    if (!list.pageInfo.hasNextPage) return ids;
    after = `, after: "${list.pageInfo.endCursor}"`;
  }
}

interface Listed {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}
