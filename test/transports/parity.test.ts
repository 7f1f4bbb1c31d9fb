import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { ask, TRANSPORTS, withoutRequestIds, type Operation } from '../support/transports.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  // One system fails, so that answers with both data and errors are compared as well.
  await product.turn('erp', { failureRate: 1 });
});
afterAll(() => product[Symbol.asyncDispose]());

const PERSISTED = '{ customer(id: "customer:29485") { name } }';
const sha256Hash = createHash('sha256').update(PERSISTED).digest('hex');

const OPERATIONS: readonly (Operation & { readonly name: string })[] = [
  {
    name: 'data across systems',
    query: `query ($id: ID!) { customer(id: $id) { id name orders(first: 2) { nodes { id placedAt total { amount } } } } }`,
    variables: { id: 'customer:29485' },
  },
  {
    name: 'a part that is unavailable',
    query: '{ customer(id: "customer:29485") { name } stockLevel: node(id: "stock-level:1-1") { id } }',
  },
  { name: 'an invalid global id', query: '{ customer(id: "29485") { name } }' },
  { name: 'a bad page size', query: '{ customers(first: 0) { nodes { id } } }' },
  { name: 'a syntax error', query: '{ customer(id: "customer:29485") { name }' },
  { name: 'unknown fields', query: '{ customer(id: "customer:29485") { nam } customrs { id } }' },
  { name: 'a missing variable', query: 'query ($id: ID!) { customer(id: $id) { name } }' },
  { name: 'a bad variable', query: 'query ($id: ID!) { customer(id: $id) { name } }', variables: { id: [] } },
  {
    name: 'an unknown operation name',
    query: 'query A { __typename } query B { __typename }',
    operationName: 'C',
  },
  { name: 'several operations without a name', query: 'query A { __typename } query B { __typename }' },
  { name: 'only a fragment', query: 'fragment F on Query { __typename }' },
  { name: 'an empty document', query: ' ' },
  {
    name: 'a mutation refused by a business rule',
    query: `mutation { customerUpdate(id: "customer:999999999", input: { phone: "1" }) { userErrors { code path } } }`,
  },
  {
    name: 'an operation to be persisted',
    query: PERSISTED,
    extensions: { persistedQuery: { version: 1, sha256Hash } },
  },
  {
    name: 'an operation with the hash of another',
    query: '{ __typename }',
    extensions: { persistedQuery: { version: 1, sha256Hash } },
  },
  {
    name: 'an unknown persisted operation',
    query: '',
    extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } },
  },
];

test.each(OPERATIONS)('$name has the same answer over every transport', async (operation) => {
  const answers = await Promise.all(TRANSPORTS.map((transport) => ask(transport, product.url, operation)));
  const [http, ...others] = answers.map(withoutRequestIds);
  for (const other of others) expect(other).toEqual(http);
  expect(http).not.toEqual({});
});
