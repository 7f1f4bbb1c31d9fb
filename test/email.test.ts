import { afterAll, beforeAll, expect, test } from 'vitest';
import { scalars } from '../server/graph/scalars.ts';
import { startProduct, type Product } from './support/product.ts';
import { table } from './support/tables.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

test('every address in the sample data is valid', () => {
  const addresses = table('crm/person').map(({ email = '' }) => email);
  const known = addresses.filter((address) => address !== '');
  expect(known.some((address) => /[^\x00-\x7f]/.test(address))).toBe(true);
  for (const address of known) expect(scalars.EmailAddress.serialize(address)).toBe(address);
});

test('addresses with non-ASCII letters are read, searched for and stored', async () => {
  const { data, errors } = await product.query(
    '{ customers(filter: { email: "josé5@adventure-works.com" }) { nodes { id email } } }',
  );
  expect(errors).toBeUndefined();
  const [{ id, email }] = data.customers.nodes;
  expect(email).toBe('josé5@adventure-works.com');
  const update = `mutation ($email: EmailAddress) {
    customerUpdate(id: "${id}", input: { email: $email }) { customer { email } userErrors { code } }
  }`;
  const answer = await product.query(update, { email: 'jürgen@käse.example' });
  expect(answer.data.customerUpdate).toEqual({ customer: { email: 'jürgen@käse.example' }, userErrors: [] });
});

test.each([
  'nobody',
  'a@b',
  'a b@example.com',
  'a@@example.com',
  'a@example..com',
  '@example.com',
  `${'a'.repeat(65)}@example.com`,
])('"%s" is not a valid address', async (email) => {
  const { errors } = await product.query(
    'query ($email: EmailAddress) { customers(filter: { email: $email }) { totalCount } }',
    { email },
  );
  expect(errors?.[0]?.message).toContain('An EmailAddress is written like "ann@example.com"');
});
