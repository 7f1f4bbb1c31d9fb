import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const ADDRESS = 'line1: "1 Main St", city: "Bothell", countryCode: "US"';
const LONG = 'x'.repeat(201);

async function create(input: string) {
  const { data } = await product.query(
    `mutation { customerCreate(input: ${input}) { customer { id addresses { kind line1 } } userErrors { path code message } } }`,
  );
  return data.customerCreate;
}

async function update(id: string, input: string, key = '') {
  const { data } = await product.query(
    `mutation { customerUpdate(id: "${id}", input: ${input}${key && `, idempotencyKey: "${key}"`}) {
       customer { name phone addresses { kind line1 } } userErrors { path code message } } }`,
  );
  return data.customerUpdate;
}

describe('an address', () => {
  test.each([
    ['{ kind: STORE, name: "Wheels"', 'MAIN_OFFICE'],
    ['{ kind: PERSON, firstName: "Ada", lastName: "Byron"', 'HOME'],
  ])('of %s } defaults to kind %s', async (who, kind) => {
    const { customer } = await create(
      `${who}, addresses: [{ ${ADDRESS} }, { kind: SHIPPING, ${ADDRESS} }] }`,
    );
    const addresses = [
      { kind, line1: '1 Main St' },
      { kind: 'SHIPPING', line1: '1 Main St' },
    ];
    expect(customer.addresses).toEqual(addresses);
    const updated = await update(
      customer.id as string,
      `{ addresses: [{ ${ADDRESS} }, { kind: OTHER, ${ADDRESS} }] }`,
    );
    expect(updated.customer.addresses).toEqual([
      { kind, line1: '1 Main St' },
      { kind: 'OTHER', line1: '1 Main St' },
    ]);
    const { data } = await product.query(`{ customer(id: "${customer.id}") { addresses { kind line1 } } }`);
    expect(data.customer.addresses).toEqual(updated.customer.addresses);
  });

  test('has no part for an empty text', async () => {
    const { data } = await product.query(`mutation { customerUpdate(id: "customer:3", input: {
      addresses: [{ ${ADDRESS}, line2: "", postalCode: "" }]
    }) { customer { addresses { line2 postalCode } } userErrors { message } } }`);
    const addresses = [{ line2: null, postalCode: null }];
    expect(data.customerUpdate).toEqual({ customer: { addresses }, userErrors: [] });
  });

  test('that is read and written back stays the same', async () => {
    const fields = 'kind line1 line2 city state stateCode countryCode postalCode';
    const { data } = await product.query(`{ customer(id: "customer:1") { addresses { ${fields} } } }`);
    const written = await product.query(
      `mutation ($addresses: [CustomerAddressInput!]) {
         customerUpdate(id: "customer:1", input: { addresses: $addresses }) { customer { addresses { ${fields} } } } }`,
      { addresses: data.customer.addresses },
    );
    expect(data.customer.addresses).toMatchObject([{ kind: 'MAIN_OFFICE' }]);
    expect(written.data.customerUpdate.customer).toEqual(data.customer);
  });
});

test.each([
  ['{ kind: PERSON, firstName: " ", lastName: "B" }', 'firstName'],
  ['{ kind: PERSON, firstName: "A" }', 'lastName'],
  [`{ kind: PERSON, firstName: "${'x'.repeat(500)}", lastName: "B" }`, 'firstName'],
  ['{ kind: STORE, name: "S", lastName: "B" }', 'lastName'],
  ['{ kind: STORE, name: "S", phone: "" }', 'phone'],
  [`{ kind: STORE, name: "S", email: "a@${LONG}.${LONG}" }`, 'email'],
  [
    '{ kind: STORE, name: "S", addresses: [{ line1: "", city: "B", countryCode: "US" }] }',
    'addresses.0.line1',
  ],
  [
    '{ kind: STORE, name: "S", addresses: [{ line1: "1", city: "B", countryCode: "us" }] }',
    'addresses.0.countryCode',
  ],
  [
    `{ kind: STORE, name: "S", addresses: [{ ${ADDRESS} }, { ${ADDRESS}, postalCode: "${LONG}" }] }`,
    'addresses.1.postalCode',
  ],
  [`{ kind: STORE, name: "S", addresses: [{ ${ADDRESS}, kind: BILLING }] }`, 'addresses.0.kind'],
  [`{ kind: STORE, name: "S", addresses: [${`{ ${ADDRESS} } `.repeat(21)}] }`, 'addresses'],
])('a new customer %s is refused for its %s', async (input, field) => {
  expect(await create(input)).toMatchObject({
    customer: null,
    userErrors: [{ path: ['input', ...field.split('.')], code: 'INVALID' }],
  });
});

test.each([
  ['customer:11000', '{ firstName: "" }', ['input', 'firstName'], 'INVALID'],
  ['customer:11000', '{ name: "One name" }', ['input', 'name'], 'INVALID'],
  ['customer:1', '{ lastName: "Gee" }', ['input', 'lastName'], 'INVALID'],
  ['customer:1', '{ phone: "" }', ['input', 'phone'], 'INVALID'],
  ['customer:1', '{ addresses: null }', ['input', 'addresses'], 'INVALID'],
  ['customer:1', '{ name: null }', ['input', 'name'], 'INVALID'],
  ['customer:11000', '{ firstName: null }', ['input', 'firstName'], 'INVALID'],
  ['customer:11000', '{ lastName: null }', ['input', 'lastName'], 'INVALID'],
  ['customer:1', '{ territory: "territory:abc" }', ['input', 'territory'], 'NOT_FOUND'],
  ['customer:1', '{ territory: "territory:12345678901234567890" }', ['input', 'territory'], 'NOT_FOUND'],
  ['customer:abc', '{ phone: "1" }', ['id'], 'NOT_FOUND'],
  ['customer:99999999', `{ addresses: [{ ${ADDRESS} }] }`, ['id'], 'NOT_FOUND'],
])('%s is not changed to %s', async (id, input, path, code) => {
  expect(await update(id, input)).toMatchObject({ customer: null, userErrors: [{ path, code }] });
});

test.each([
  ['kind: BILLING', 'Expected one of HOME, MAIN_OFFICE, SHIPPING, OTHER, got BILLING.'],
  ['countryCode: "USA"', 'Expected the two letters of a country, such as "US", got "USA".'],
])('an address with %s is refused with what is expected', async (part, message) => {
  const rest = part.startsWith('kind') ? 'countryCode: "US"' : 'kind: HOME';
  const { userErrors } = await update(
    'customer:1',
    `{ addresses: [{ line1: "1", city: "B", ${rest}, ${part} }] }`,
  );
  expect(userErrors).toMatchObject([{ message }]);
});

test('null removes a territory, and an empty list all addresses', async () => {
  await update('customer:2', '{ territory: null, addresses: [] }');
  const { data } = await product.query(
    '{ customer(id: "customer:2") { territory { id } addresses { kind } } }',
  );
  expect(data.customer).toEqual({ territory: null, addresses: [] });
});

test('an update repeated with its key has no second effect and returns the customer in its current state', async () => {
  await update('customer:11001', '{ phone: "1" }', 'first');
  await update('customer:11001', '{ phone: "2" }', 'second');
  const again = await update('customer:11001', '{ phone: "1" }', 'first');
  expect(again).toMatchObject({ customer: { phone: '2' }, userErrors: [] });
});
