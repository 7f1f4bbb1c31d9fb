import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const FIELDS = `id kind name firstName lastName email phone accountNumber since updatedAt territory { id }
  addresses { kind line1 line2 city state stateCode countryCode postalCode } contacts { name role email phone }`;

describe('a customer', () => {
  test('that is a person is read completely with one call to the CRM', async () => {
    const { answer, calls, total } = await product.counted(
      `{ customer(id: "customer:11000") { ${FIELDS} } }`,
    );
    expect(answer).toEqual({
      data: {
        customer: {
          id: 'customer:11000',
          kind: 'PERSON',
          name: 'Jon Yang',
          firstName: 'Jon',
          lastName: 'Yang',
          email: 'jon24@adventure-works.com',
          phone: '1 (11) 500 555-0162',
          accountNumber: 'AW00011000',
          since: '2011-06-21',
          updatedAt: '2013-12-30T00:00:00.000Z',
          territory: { id: 'territory:9' },
          addresses: [
            {
              kind: 'HOME',
              line1: '3761 N. 14th St',
              line2: null,
              city: 'Rockhampton',
              state: 'Queensland',
              stateCode: 'QLD',
              countryCode: 'AU',
              postalCode: '4700',
            },
          ],
          contacts: [],
        },
      },
    });
    expect(calls.crm.routes).toEqual({ 'POST /crm/v3/customers/batch/read': 1 });
    expect(total).toBe(1);
  });

  test('that is a store has contacts, and takes its email and phone from them', async () => {
    const { data } = await product.query(`{ customer(id: "customer:1") { ${FIELDS} } }`);
    const contact = { email: 'orlando0@adventure-works.com', phone: '245-555-0173' };
    expect(data.customer).toMatchObject({
      kind: 'STORE',
      name: 'A Bike Store',
      firstName: null,
      lastName: null,
      since: null,
      ...contact,
      addresses: [{ kind: 'MAIN_OFFICE', line1: '2251 Elliot Avenue', city: 'Seattle' }],
      contacts: [{ name: 'Orlando Gee', role: 'Owner', ...contact }],
    });
  });

  test('that is unknown is null without an error, and a malformed id makes no call', async () => {
    const { answer, total } = await product.counted(
      '{ unknown: customer(id: "customer:99999999") { name } odd: customer(id: "customer:abc") { name } }',
    );
    expect(answer).toEqual({ data: { unknown: null, odd: null } });
    expect(total).toBe(1);
  });

  test.each([
    ['customer(id: "order:1")', 'Expected the global id of a Customer, such as "customer:1", got "order:1".'],
    ['customer(id: "29485")', 'Expected the global id of a Customer, such as "customer:1", got "29485".'],
    ['territory(id: "customer:1")', 'Expected the global id of a Territory'],
  ])('cannot be requested as %s', async (field, message) => {
    const { data, errors } = await product.query(`{ ${field} { id } }`);
    expect(Object.values(data as object)).toEqual([null]);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors?.[0]?.message).toContain(message);
  });
});

describe('customers', () => {
  test.each([
    ['{ kind: STORE }', 701],
    ['{ territory: "territory:8" }', 1852],
    ['{ name: "gee" }', 1],
    ['{ email: "jon24@adventure-works.com" }', 1],
    ['{ accountNumber: "AW00029485" }', 1],
    ['{ kind: STORE, name: "no such name" }', 0],
  ])('are found by %s, and counted only on request', async (filter, expected) => {
    const { answer, calls } = await product.counted(
      `{ customers(filter: ${filter}) { totalCount nodes { id } } }`,
    );
    expect(answer.data.customers.totalCount).toBe(expected);
    expect(answer.data.customers.nodes).toHaveLength(Math.min(expected, 20));
    expect(calls.crm.routes).toEqual({ 'GET /crm/v3/customers': 1, 'GET /crm/v3/customers/count': 1 });
    const { calls: uncounted } = await product.counted(`{ customers(filter: ${filter}) { nodes { name } } }`);
    expect(uncounted.crm.routes).toEqual({ 'GET /crm/v3/customers': 1 });
  });

  test('are sorted by the requested field', async () => {
    const first = async (orderBy: string) =>
      (await product.query(`{ customers(first: 1, orderBy: ${orderBy}) { nodes { id name } } }`)).data
        .customers.nodes[0];
    expect(await first('{ field: ID }')).toMatchObject({ id: 'customer:1' });
    expect(await first('{ field: ID, direction: DESC }')).toMatchObject({ id: 'customer:30118' });
    expect(await first('{ field: NAME }')).toMatchObject({ name: 'A Bicycle Association' });
    expect(await first('{ field: SINCE }')).toMatchObject({ id: 'customer:11003' });
    expect(await first('{ field: ACCOUNT_NUMBER }')).toMatchObject({ id: 'customer:1' });
  });

  test('are paged through to the end in pages of any size, without gaps or duplicates', async () => {
    const field = (size: number) => (after: string) =>
      `customers(first: ${size}, filter: { territory: "territory:5" }, orderBy: { field: NAME }${after})`;
    const inHundreds = await walk(product, field(100));
    expect(inHundreds).toHaveLength(new Set(inHundreds).size);
    const { data } = await product.query(
      '{ customers(filter: { territory: "territory:5" }) { totalCount } }',
    );
    expect(inHundreds).toHaveLength(data.customers.totalCount as number);
    expect(await walk(product, field(37))).toEqual(inHundreds);
  });

  test('continue after any edge, not only the last one', async () => {
    const { data } = await product.query(
      '{ customers(first: 5) { edges { cursor node { id } } pageInfo { hasPreviousPage } } }',
    );
    const [, second] = data.customers.edges as { cursor: string }[];
    const { data: next } = await product.query(
      `{ customers(first: 2, after: "${second?.cursor}") { nodes { id } pageInfo { hasPreviousPage hasNextPage } } }`,
    );
    expect(data.customers.pageInfo.hasPreviousPage).toBe(false);
    expect(next.customers).toEqual({
      nodes: [data.customers.edges[2].node, data.customers.edges[3].node],
      pageInfo: { hasPreviousPage: true, hasNextPage: true },
    });
  });

  test.each([
    ['first: 0', '"first" must be from 1 to 100, got 0.'],
    ['first: 101', '"first" must be from 1 to 100, got 101.'],
    ['after: "nonsense"', 'is no cursor of this list'],
    [`filter: { name: "${'x'.repeat(5000)}" }`, '"name" may have at most 200 characters, got 5000.'],
    [`filter: { accountNumber: "${'x'.repeat(21)}" }`, '"accountNumber" may have at most 20 characters'],
    [`filter: { email: "a@${'x'.repeat(300)}.com" }`, '"email" may have at most 254 characters'],
    ['filter: { territory: "customer:1" }', 'Expected the global id of a Territory'],
  ])('refuse %s', async (args, message) => {
    const { errors } = await product.query(`{ customers(${args}) { nodes { id } } }`);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain(message);
  });
});

test('a cursor of customers in one sort order is refused for another', async () => {
  const { data } = await product.query('{ customers(first: 2) { pageInfo { endCursor } } }');
  const after = `after: "${data.customers.pageInfo.endCursor}"`;
  for (const orderBy of ['{ field: NAME }', '{ field: ID, direction: DESC }']) {
    const { errors } = await product.query(
      `{ customers(first: 2, ${after}, orderBy: ${orderBy}) { nodes { id } } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors?.[0]?.message).toContain('is no cursor of this list');
  }
});

test.each(['abc', '004'])('no customers are in territory %s, and no system is called', async (id) => {
  const { answer, total } = await product.counted(
    `{ customers(filter: { territory: "territory:${id}" }) { totalCount nodes { id } } }`,
  );
  expect(answer).toEqual({ data: { customers: { totalCount: 0, nodes: [] } } });
  expect(total).toBe(0);
});

describe('territories', () => {
  test('are read with all their fields in one call', async () => {
    const { answer, total } = await product.counted('{ territories { id name countryCode group } }');
    expect(answer.data.territories).toHaveLength(10);
    expect(answer.data.territories[9]).toEqual({
      id: 'territory:10',
      name: 'United Kingdom',
      countryCode: 'GB',
      group: 'Europe',
    });
    expect(total).toBe(1);
  });

  test('are read once for all customers', async () => {
    const { answer, calls } = await product.counted(
      '{ customers(first: 100) { nodes { territory { name group } } } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(calls.crm.routes).toEqual({ 'GET /crm/v3/customers': 1, 'GET /crm/v3/territories': 1 });
  });

  test('have customers, read with one call per territory as the CRM has no batch read for them', async () => {
    const { answer, calls } = await product.counted(
      '{ territories { id customers(first: 1, orderBy: { field: ID }) { totalCount nodes { territory { id } } } } }',
    );
    for (const territory of answer.data.territories) {
      expect(territory.customers.nodes).toEqual([{ territory: { id: territory.id } }]);
    }
    expect(answer.data.territories[7].customers.totalCount).toBe(1852);
    expect(calls.crm.routes).toEqual({
      'GET /crm/v3/territories': 1,
      'GET /crm/v3/customers': 10,
      'GET /crm/v3/customers/count': 10,
    });
  });

  test('filter their own customers, and only those, like the list of all customers', async () => {
    const customers = async (filter: string) =>
      (
        await product.query(
          `{ territory(id: "territory:8") { customers(first: 1, filter: ${filter}) { totalCount nodes { kind } } } }`,
        )
      ).data.territory.customers;
    const { data } = await product.query(
      '{ customers(filter: { kind: STORE, territory: "territory:8" }) { totalCount } }',
    );
    const stores = { totalCount: data.customers.totalCount as number, nodes: [{ kind: 'STORE' }] };
    expect(await customers('{ kind: STORE }')).toEqual(stores);
    expect(await customers('{ kind: STORE, territory: "territory:8" }')).toEqual(stores);
    expect(await customers('{ territory: "territory:4" }')).toEqual({ totalCount: 0, nodes: [] });
  });

  test('are null for an unknown id', async () => {
    expect(await product.query('{ territory(id: "territory:99") { name } }')).toEqual({
      data: { territory: null },
    });
  });
});

describe('customerCreate and customerUpdate', () => {
  const create = (input: string, key = '') =>
    product.query(
      `mutation { customerCreate(input: ${input}${key && `, idempotencyKey: "${key}"`}) {
         customer { id kind name email phone since territory { name } addresses { city line2 } accountNumber }
         userErrors { path code message } } }`,
    );
  const update = (id: string, input: string) =>
    product.query(
      `mutation { customerUpdate(id: "${id}", input: ${input}) { customer { name email phone } userErrors { path code } } }`,
    );

  test('create a person once per key, and update only the given fields', async () => {
    const input = `{ kind: PERSON, firstName: "Ada", lastName: "Byron", email: "ada@example.com", phone: "1",
      territory: "territory:10", addresses: [{ line1: "1 St James Sq", city: "London", countryCode: "GB" }] }`;
    const first = await create(input, 'create-ada');
    const { customer } = first.data.customerCreate;
    expect(customer).toMatchObject({
      name: 'Ada Byron',
      territory: { name: 'United Kingdom' },
      addresses: [{ city: 'London', line2: null }],
    });
    expect((await create(input, 'create-ada')).data).toEqual(first.data);
    const { data } = await update(customer.id as string, '{ lastName: "Lovelace", phone: null }');
    expect(data.customerUpdate).toEqual({
      customer: { name: 'Ada Lovelace', email: 'ada@example.com', phone: null },
      userErrors: [],
    });
    const { data: read } = await product.query(`{ customer(id: "${customer.id}") { name } }`);
    expect(read.customer.name).toBe('Ada Lovelace');
  });

  test.each([
    [
      '{ kind: PERSON, firstName: "A", lastName: "B", email: "jon24@adventure-works.com" }',
      ['input', 'email'],
      'TAKEN',
    ],
    ['{ kind: STORE, name: "S", territory: "territory:99" }', ['input', 'territory'], 'NOT_FOUND'],
    ['{ kind: STORE }', ['input', 'name'], 'INVALID'],
    ['{ kind: PERSON, name: "Only a name" }', ['input', 'name'], 'INVALID'],
  ])('refuse %s', async (input, path, code) => {
    const { data } = await create(input);
    expect(data.customerCreate).toMatchObject({ customer: null, userErrors: [{ path, code }] });
    expect(data.customerCreate.userErrors[0].message).not.toBe('');
  });

  test('refuse a key that was used for another input, an unknown customer, and a malformed key', async () => {
    await create('{ kind: STORE, name: "First" }', 'reused');
    const { data } = await create('{ kind: STORE, name: "Second" }', 'reused');
    expect(data.customerCreate.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    const unknown = await update('customer:99999999', '{ phone: "1" }');
    expect(unknown.data.customerUpdate).toEqual({
      customer: null,
      userErrors: [{ path: ['id'], code: 'NOT_FOUND' }],
    });
    const { errors } = await create('{ kind: STORE, name: "S" }', 'with a space');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});
