import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadAll, MAX_ROWS, pagedBy, type Paged } from '../../console/src/table/paged.ts';

const SCHEMA = buildSchema(`
  type Query { shop: Shop, invoices(first: Int, after: String): Invoices, report(after: String): Report }
  type Shop { open: Invoices, invoices(first: Int, after: String): Invoices }
  type Invoices { totalCount: Int, nodes: [Invoice], edges: [Edge], pageInfo: PageInfo! }
  type Edge { node: Invoice }
  type PageInfo { hasNextPage: Boolean!, endCursor: String }
  type Invoice { id: ID, payments(first: Int, after: String): Invoices }
  type Report { rows: [Invoice] }
`);

const pages = (query: string, path: string, variables: Record<string, unknown> = {}): Paged => {
  const paged = pagedBy({ query, variables, operationName: 'A' }, path, SCHEMA);
  if (!paged) throw new Error(`No pages of ${path}.`);
  return paged;
};

describe('a query for the other pages of a list', () => {
  it.each([
    ['adds a cursor', 'query A($n: Int) { invoices(first: $n) { nodes { id } } }', 'invoices.nodes'],
    [
      'keeps the variable for it',
      'query A($at: String) { invoices(after: $at) { nodes { id } } }',
      'invoices.nodes',
    ],
    [
      'finds the list by its alias',
      'query A { s: shop { open: invoices { edges { node { id } } } } }',
      's.open.edges',
    ],
    [
      'leaves other operations alone',
      'query B { shop { open { totalCount } } } query A { invoices { nodes { id } } }',
      'invoices.nodes',
    ],
  ])('%s', (_what, query, path) => {
    const paged = pages(query, path, { n: 2 });
    const { query: text, variables = {} } = paged.after('c.1');
    expect(validate(SCHEMA, parse(text))).toEqual([]);
    expect(text).toContain('hasNextPage');
    expect(variables).toMatchObject({ n: 2 });
    expect(Object.values(variables)).toContain('c.1');
    expect(Object.values(paged.after(null).variables ?? {})).toEqual([2]);
  });

  it('starts where the query starts', () => {
    const paged = pages('query A { invoices(after: "c.5") { nodes { id } } }', 'invoices.nodes');
    expect(Object.values(paged.after(null).variables ?? {})).toEqual(['c.5']);
    expect(Object.values(paged.after('c.6').variables ?? {})).toEqual(['c.6']);
  });

  it.each([
    [
      'within rows',
      'query A { invoices { nodes { payments { nodes { id } } } } }',
      'invoices.nodes[].payments.nodes',
    ],
    [
      'in a fragment',
      'query A { ...all } fragment all on Query { invoices { nodes { id } } }',
      'invoices.nodes',
    ],
    ['without a cursor', 'query A { shop { open { nodes { id } } } }', 'shop.open.nodes'],
    ['that is no connection', 'query A { report { rows { id } } }', 'report.rows'],
  ])('is not one for a list %s', (_where, query, path) => {
    expect(pagedBy({ query }, path, SCHEMA)).toBeNull();
  });
});

describe('loading all pages', () => {
  const paged = pages('query A { invoices { nodes { id } } }', 'invoices.nodes');
  /** A graph with so many rows; one that is asked for after `last` answers with an error instead. */
  const graph =
    (total: number, size: number, last = Infinity) =>
    (sent: { variables?: object | undefined }) => {
      const [cursor = '0'] = Object.values(sent.variables ?? {}) as string[];
      const start = Number(cursor);
      const end = Math.min(start + size, total);
      const nodes = Array.from({ length: end - start }, (_, index) => ({ id: start + index }));
      const page = {
        totalCount: total,
        nodes,
        pageInfo: { hasNextPage: end < total, endCursor: String(end) },
      };
      return Promise.resolve(
        start >= last ? { errors: [{ message: 'The ledger is down.' }] } : { data: { invoices: page } },
      );
    };

  it('gives the rows of all, and says how many came', async () => {
    const counts: number[] = [];
    const answer = await loadAll(paged, graph(5, 2), (count) => counts.push(count));
    expect(answer).toMatchObject({
      data: {
        invoices: {
          totalCount: 5,
          nodes: [0, 1, 2, 3, 4].map((id) => ({ id })),
          pageInfo: { hasNextPage: false },
        },
      },
      errors: [],
    });
    expect(counts).toEqual([2, 4, 5]);
  });

  it('ends with the graph’s error if a page does not come', async () => {
    await expect(loadAll(paged, graph(5, 2, 4), () => undefined)).rejects.toThrow('The ledger is down.');
  });

  it('ends at its bound', async () => {
    const counts: number[] = [];
    await loadAll(paged, graph(MAX_ROWS * 2, 4_000), (count) => counts.push(count));
    expect(counts).toEqual([4_000, 8_000, 12_000]);
  });
});
