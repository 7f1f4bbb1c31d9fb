import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { answering, FaultServer, lostAnswer, reset } from '../support/fault-server.ts';
import { startProduct, type Product } from '../support/product.ts';

let crm: FaultServer;
let product: Product;
beforeAll(async () => {
  crm = await FaultServer.start();
  product = await startProduct({}, { inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) } });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});
afterEach(() => crm.forget());

const CREATE = `mutation ($input: CustomerCreateInput!, $key: String) {
  customerCreate(input: $input, idempotencyKey: $key) { customer { id email } userErrors { code message } }
}`;
const COUNT = 'query ($email: EmailAddress) { customers(filter: { email: $email }) { totalCount } }';

const inputOf = (email: string) => ({ kind: 'PERSON', firstName: 'Ada', lastName: 'King', email });
const countOf = async (email: string) =>
  ((await product.query(COUNT, { email })).data as { customers: { totalCount: number } }).customers
    .totalCount;
const keys = () =>
  crm.requests.map(({ headers }) => headers['idempotency-key']).filter((key) => key !== undefined);

test.each([
  ['the caller’s', 'order-form-17'],
  ['a generated', null],
])(
  'a write whose answer is lost twice is retried under %s key and takes effect once',
  async (_whose, key) => {
    const email = `ada-${key ?? 'none'}@example.com`;
    crm.next(lostAnswer, lostAnswer);
    const { data, errors } = await product.query(CREATE, { input: inputOf(email), key });
    expect(errors).toBeUndefined();
    expect(data.customerCreate).toMatchObject({ customer: { email }, userErrors: [] });
    expect(keys()).toHaveLength(3);
    expect(new Set(keys()).size).toBe(1);
    expect(keys()[0]).toEqual(key ?? expect.stringMatching(/^[\w-]{20,}$/));
    expect(await countOf(email)).toBe(1);
  },
);

test('callers can repeat a write that gave an error under its key, and it takes effect once', async () => {
  const email = 'grace@example.com';
  crm.next(lostAnswer, reset, reset);
  const first = await product.query(CREATE, { input: inputOf(email), key: 'once' });
  expect(first.data).toEqual({ customerCreate: null });
  expect(first.errors).toMatchObject([
    {
      path: ['customerCreate'],
      extensions: { code: 'UPSTREAM_UNAVAILABLE', system: 'crm', retryable: true },
    },
  ]);
  const second = await product.query(CREATE, { input: inputOf(email), key: 'once' });
  expect(second.errors).toBeUndefined();
  expect(await countOf(email)).toBe(1);
});

test('two mutations without a key are two writes, under different keys', async () => {
  await product.query(CREATE, { input: inputOf('one@example.com') });
  await product.query(CREATE, { input: inputOf('two@example.com') });
  expect(new Set(keys()).size).toBe(2);
});

test('a business error is returned as data and not retried', async () => {
  const email = 'taken@example.com';
  await product.query(CREATE, { input: inputOf(email) });
  crm.forget();
  const { data, errors } = await product.query(CREATE, { input: inputOf(email) });
  expect(errors).toBeUndefined();
  expect(data.customerCreate).toMatchObject({ customer: null, userErrors: [{ code: 'TAKEN' }] });
  expect(crm.requests).toHaveLength(1);
});

test.each([
  ['without a reason', answering(404, '{"nothing":"here"}'), 'UPSTREAM_REFUSED'],
  ['from a gateway in between', answering(404, '<html>no such route'), 'UPSTREAM_CONTRACT'],
  [
    'with a code that is a property of Object.prototype',
    answering(409, '{"code":"constructor","detail":"No."}'),
    'UPSTREAM_REFUSED',
  ],
  ['with an unknown code', answering(422, '{"code":"blocked","detail":"See /secret."}'), 'UPSTREAM_REFUSED'],
  [
    'from a proxy, with a title',
    answering(409, '{"title":"Conflict","detail":"See /secret."}'),
    'UPSTREAM_REFUSED',
  ],
  [
    'for a route that does not exist',
    answering(404, '{"code":"no_such_route","detail":"/secret"}'),
    'UPSTREAM_REFUSED',
  ],
  [
    'for a collection that does not exist',
    answering(404, '{"code":"not_found","detail":"/secret"}'),
    'UPSTREAM_REFUSED',
  ],
])('a refusal %s is not taken for a business error', async (_which, fault, code) => {
  crm.next(fault);
  const { data, errors } = await product.query(CREATE, { input: inputOf('x@example.com') });
  expect(data).toEqual({ customerCreate: null });
  expect(errors).toMatchObject([{ extensions: { code, system: 'crm', retryable: false } }]);
  expect(JSON.stringify(errors)).not.toContain('secret');
});
