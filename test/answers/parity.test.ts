import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchange, persisted, post, UNFORGED, type Exchange } from '../support/exchange.ts';
import { startProduct, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
});
afterAll(() => product[Symbol.asyncDispose]());

/** Header fields that only matter to caches, and those that differ from one moment to the next. */
const IGNORED_FIELDS = ['cache-control', 'age', 'vary', 'etag', 'date', 'keep-alive'];

function comparable({ status, headers, text }: Exchange): object {
  return {
    status,
    text,
    headers: Object.entries(headers)
      .filter(([name]) => !IGNORED_FIELDS.includes(name))
      .toSorted(),
  };
}

const CUSTOMER = 'query Q($id: ID!) { customer(id: $id) { name } }';
const TWO = 'query A { category(id: "category:1") { name } } query B { category(id: "category:2") { name } }';
const id = 'customer:29485';
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

type Headers = Readonly<Record<string, string>>;

/** Requests by name. Each passes its document to a function that makes it unlike any sent before. */
const REQUESTS: Readonly<Record<string, (unlike: (query: string) => string) => Promise<Exchange>>> = {
  ...Object.fromEntries(
    Object.entries<[operation: (unlike: (query: string) => string) => unknown, headers?: Headers]>({
      'a valid request': [(of) => ({ query: of(CUSTOMER), variables: { id } })],
      'its operation name': [(of) => ({ query: of(CUSTOMER), operationName: 'Q', variables: { id } })],
      'another operation name': [
        (of) => ({ query: of(CUSTOMER), operationName: 'Other', variables: { id } }),
      ],
      'an empty operation name': [(of) => ({ query: of(CUSTOMER), operationName: '', variables: { id } })],
      'one of two operations': [(of) => ({ query: of(TWO), operationName: 'B' })],
      'two operations and no name': [(of) => ({ query: of(TWO) })],
      'an undeclared variable': [(of) => ({ query: of(CUSTOMER), variables: { id, more: 1 } })],
      'a missing variable': [(of) => ({ query: of(CUSTOMER), variables: {} })],
      'no variables': [(of) => ({ query: of(CUSTOMER), variables: null })],
      'a variable of another type': [(of) => ({ query: of(CUSTOMER), variables: { id: { a: [1] } } })],
      'variables as text': [(of) => ({ query: of(CUSTOMER), variables: JSON.stringify({ id }) })],
      'a variable that is not an id': [(of) => ({ query: of(CUSTOMER), variables: { id: 'customer' } })],
      'an id of another kind': [(of) => ({ query: of(CUSTOMER), variables: { id: 'order:43697' } })],
      'an id that does not exist': [
        (of) => ({ query: of(CUSTOMER), variables: { id: 'customer:99999999' } }),
      ],
      'a number as an id': [(of) => ({ query: of(CUSTOMER), variables: { id: 29485 } })],
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
      'the hash of its document': [
        (of) => ({ query: of(CUSTOMER), variables: { id }, extensions: persisted(of(CUSTOMER)) }),
      ],
      'the hash of another document': [
        (of) => ({ query: of(CUSTOMER), variables: { id }, extensions: persisted('{ __typename }') }),
      ],
      'an unknown extension': [
        (of) => ({ query: of(CUSTOMER), variables: { id }, extensions: { trace: true } }),
      ],
      'extensions that are not an object': [
        (of) => ({ query: of(CUSTOMER), variables: { id }, extensions: [1] }),
      ],
      'an invalid document': [(of) => ({ query: of('{ customer { nope } }') })],
      'a mutation with a user error': [
        (of) => ({
          query: of(
            'mutation { customerUpdate(id: "customer:99999999", input: {}) { userErrors { code } } }',
          ),
        }),
      ],
      introspection: [(of) => ({ query: of('{ __schema { queryType { name } } }') })],
      'a null operation name': [
        (of) => ({ query: of(CUSTOMER), operationName: null, variables: { id }, extensions: null }),
      ],
      'a number as operation name': [(of) => ({ query: of(CUSTOMER), operationName: 7, variables: { id } })],
      'accepting anything': [(of) => ({ query: of(CUSTOMER), variables: { id } }), { accept: '*/*' }],
      'accepting the newer type': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'application/graphql-response+json, application/json;q=0.9' },
      ],
      'preferring the older type': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'application/graphql-response+json;q=0.5, application/json' },
      ],
      'accepting the newer type, a missing variable': [
        (of) => ({ query: of(CUSTOMER), variables: {} }),
        { accept: 'application/graphql-response+json' },
      ],
      'accepting no type that we offer': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'image/png' },
      ],
      'accepting multipart': [
        (of) => ({ query: of(CUSTOMER), variables: { id } }),
        { accept: 'multipart/mixed; deferSpec=20220824, application/json' },
      ],
      'accepting HTML first': [
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
      'by GET, variables that are not an object': (of) => ({ query: of(CUSTOMER), variables: '[1]' }),
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
      'by GET, two queries': (of) =>
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
  '%s: the engine, the compiled plan and a cached answer agree',
  async (what, send) => {
    const unlike = (query: string) => `${query} # ${what}`;
    const byEngine = comparable(await send(unlike));
    for (const way of ['compiled plan', 'cached answer', 'cached answer again']) {
      expect(comparable(await send(unlike)), way).toEqual(byEngine);
    }
  },
);

test('more than 25 of these answers came from memory', async () => {
  const { data } = await product.query('{ cacheStatistics { answerHits } }');
  expect(data.cacheStatistics.answerHits).toBeGreaterThan(25);
});
