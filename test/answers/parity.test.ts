import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchange, persisted, post, UNFORGED, type Exchange } from '../support/exchange.ts';
import { startProduct, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
});
afterAll(() => product[Symbol.asyncDispose]());

/** What only caches care about, and what differs from one moment to the next. */
const OF_CACHES = ['cache-control', 'age', 'vary', 'etag', 'date', 'keep-alive'];

function comparable({ status, headers, text }: Exchange): object {
  return {
    status,
    text,
    headers: Object.entries(headers)
      .filter(([name]) => !OF_CACHES.includes(name))
      .toSorted(),
  };
}

const CUSTOMER = 'query Q($id: ID!) { customer(id: $id) { name } }';
const TWO = 'query A { category(id: "category:1") { name } } query B { category(id: "category:2") { name } }';
const id = 'customer:29485';
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

type Headers = Readonly<Record<string, string>>;

/** Requests, each with the document made unlike any that was asked before. */
const REQUESTS: Readonly<Record<string, (unlike: (query: string) => string) => Promise<Exchange>>> = {
  ...Object.fromEntries(
    Object.entries<[operation: (unlike: (query: string) => string) => unknown, headers?: Headers]>({
      'a good one': [(of) => ({ query: of(CUSTOMER), variables: { id } })],
      'with its name': [(of) => ({ query: of(CUSTOMER), operationName: 'Q', variables: { id } })],
      'with another name': [(of) => ({ query: of(CUSTOMER), operationName: 'Other', variables: { id } })],
      'with an empty name': [(of) => ({ query: of(CUSTOMER), operationName: '', variables: { id } })],
      'one of two': [(of) => ({ query: of(TWO), operationName: 'B' })],
      'none of two': [(of) => ({ query: of(TWO) })],
      'a variable too many': [(of) => ({ query: of(CUSTOMER), variables: { id, more: 1 } })],
      'a variable missing': [(of) => ({ query: of(CUSTOMER), variables: {} })],
      'no variables': [(of) => ({ query: of(CUSTOMER), variables: null })],
      'a variable of another type': [(of) => ({ query: of(CUSTOMER), variables: { id: { a: [1] } } })],
      'variables as text': [(of) => ({ query: of(CUSTOMER), variables: JSON.stringify({ id }) })],
      'a variable that is no id': [(of) => ({ query: of(CUSTOMER), variables: { id: 'customer' } })],
      'an id of another kind': [(of) => ({ query: of(CUSTOMER), variables: { id: 'order:43697' } })],
      'of nobody': [(of) => ({ query: of(CUSTOMER), variables: { id: 'customer:99999999' } })],
      'a number as id': [(of) => ({ query: of(CUSTOMER), variables: { id: 29485 } })],
      'a page that is too long': [
        (of) => ({
          query: of('query ($n: Int) { orders(first: $n) { nodes { id } } }'),
          variables: { n: 1_000 },
        }),
      ],
      'variables nested deeply': [
        (of) => `{"query":${JSON.stringify(of(CUSTOMER))},"variables":{"id":"${id}","more":${deep(2_000)}}}`,
      ],
      'variables nested very deeply': [
        (of) => `{"query":${JSON.stringify(of(CUSTOMER))},"variables":{"id":"${id}","more":${deep(20_000)}}}`,
      ],
      'a hash of its own': [
        (of) => ({ query: of(CUSTOMER), variables: { id }, extensions: persisted(of(CUSTOMER)) }),
      ],
      'a hash of another': [
        (of) => ({ query: of(CUSTOMER), variables: { id }, extensions: persisted('{ __typename }') }),
      ],
      'extensions of others': [
        (of) => ({ query: of(CUSTOMER), variables: { id }, extensions: { trace: true } }),
      ],
      'extensions that are none': [(of) => ({ query: of(CUSTOMER), variables: { id }, extensions: [1] })],
      'a mistake in it': [(of) => ({ query: of('{ customer { nope } }') })],
      'a mutation that is refused': [
        (of) => ({
          query: of(
            'mutation { customerUpdate(id: "customer:99999999", input: {}) { userErrors { code } } }',
          ),
        }),
      ],
      introspection: [(of) => ({ query: of('{ __schema { queryType { name } } }') })],
      'a null name': [
        (of) => ({ query: of(CUSTOMER), operationName: null, variables: { id }, extensions: null }),
      ],
      'a number as name': [(of) => ({ query: of(CUSTOMER), operationName: 7, variables: { id } })],
      'accepting anything': [(of) => ({ query: of(CUSTOMER), variables: { id } }), { accept: '*/*' }],
      'accepting the newer type': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'application/graphql-response+json, application/json;q=0.9' },
      ],
      'accepting the newer type less': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'application/graphql-response+json;q=0.5, application/json' },
      ],
      'accepting the newer type, a mistake': [
        (of) => ({ query: of(CUSTOMER), variables: {} }),
        { accept: 'application/graphql-response+json' },
      ],
      'accepting nothing that we have': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'image/png' },
      ],
      'accepting parts': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'multipart/mixed; deferSpec=20220824, application/json' },
      ],
      'as a page would': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'text/html, */*;q=0.1' },
      ],
    }).map(([what, [operation, headers]]) => [
      what,
      (unlike: (query: string) => string) =>
        post(product.url, operation(unlike), { 'x-request-id': 'same', ...headers }),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries<(of: (query: string) => string) => Record<string, string> | string>({
      'by GET': (of) => ({ query: of(CUSTOMER), variables: JSON.stringify({ id }) }),
      'by GET, with bad JSON': (of) => ({ query: of(CUSTOMER), variables: '{' }),
      'by GET, variables that are none': (of) => ({ query: of(CUSTOMER), variables: '[1]' }),
      'by GET, null variables': (of) => ({
        query: of('{ category(id: "category:1") { name } }'),
        variables: 'null',
      }),
      'by GET, empty parameters': (of) => ({
        query: of('{ category(id: "category:1") { name } }'),
        variables: '',
        extensions: '',
        operationName: '',
      }),
      'by GET, twice': (of) =>
        `query=${encodeURIComponent(of('{ __typename }'))}&query=${encodeURIComponent(of('{ a: __typename }'))}`,
      'by GET, a mutation': (of) => ({ query: of('mutation { __typename }') }),
    }).map(([what, parameters]) => [
      what,
      (unlike: (query: string) => string) => {
        const search = new URLSearchParams(parameters(unlike));
        const headers = { ...UNFORGED, accept: 'application/json', 'x-request-id': 'same' };
        return exchange('GET', `${product.url}/graphql?${search}`, headers);
      },
    ]),
  ),
};

test.each(Object.entries(REQUESTS))(
  '%s: the engine, the plan and a kept answer say the same',
  async (what, send) => {
    const unlike = (query: string) => `${query} # ${what}`;
    const byEngine = comparable(await send(unlike));
    for (const way of ['plan', 'kept', 'kept again']) {
      expect(comparable(await send(unlike)), way).toEqual(byEngine);
    }
  },
);

test('and many of them were plans and kept answers', async () => {
  const { data } = await product.query('{ cacheStatistics { answerHits } }');
  expect(data.cacheStatistics.answerHits).toBeGreaterThan(25);
});
