import openapiTypes from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Crm, customer, CUSTOMERS, ids } from './crm-support.ts';
import { outcome } from './documented.ts';

const system = new Crm();
const { batch, call, control, count, get, patch } = system;

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('one customer', () => {
  it('can be a person', async () => {
    const answer = await get(`${CUSTOMERS}/11000`);
    expect(answer.headers.get('cache-control')).toBe('private, max-age=30');
    expect(answer.body).toEqual({
      id: '11000',
      kind: 'person',
      name: 'Jon Yang',
      firstName: 'Jon',
      middleName: 'V',
      lastName: 'Yang',
      email: 'jon24@adventure-works.com',
      phone: '1 (11) 500 555-0162',
      accountNumber: 'AW00011000',
      territoryId: '9',
      since: '2011-06-21',
      addresses: [
        {
          type: 'home',
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
      updatedAt: '2013-12-30T00:00:00.000Z',
    });
  });

  it('can be a store, with the e-mail address and phone of its first contact', async () => {
    const store = customer(await get(`${CUSTOMERS}/2`));
    expect(store).toMatchObject({ kind: 'store', name: 'Progressive Sports', since: null, territoryId: '1' });
    expect(store).toMatchObject({ email: 'keith0@adventure-works.com', phone: '170-555-0127' });
    expect(store).not.toHaveProperty('firstName');
    expect(store.contacts.map(({ name, role }) => [name, role])).toEqual([
      ['Keith Harris', 'Purchasing Manager'],
      ['Geraldine Spicer', 'Owner'],
    ]);
    expect(store.addresses.map(({ type, line1 }) => [type, line1])).toEqual([
      ['main_office', '3207 S Grady Way'],
      ['shipping', '7943 Walnut Ave'],
    ]);
  });

  it('can be a person at a store, with the addresses of the store', async () => {
    const person = customer(await get(`${CUSTOMERS}/29484`));
    expect(person).toMatchObject({ kind: 'person', name: 'Gustavo Achong', title: 'Mr.', contacts: [] });
    expect(person).toMatchObject({ email: 'gustavo0@adventure-works.com', phone: '398-555-0132' });
    expect(person.addresses.map(({ type, line1 }) => [type, line1])).toEqual([
      ['main_office', 'Mall Of Memphis'],
    ]);
  });

  it.each(['99999999', '0', '011000', 'abc', '1e3'])('is not found by the id %s', async (id) => {
    expect(outcome(await get(`${CUSTOMERS}/${id}`))).toEqual([404, 'not_found']);
  });
});

describe('a batch', () => {
  it('is ordered by id, with each customer once', async () => {
    const answer = await batch(['29484', '2', '11000', '2']);
    expect([answer.status, ids(answer)]).toEqual([200, ['2', '11000', '29484']]);
    expect(answer.body).toMatchObject({ status: 'COMPLETE', errors: [] });
    expect(answer.headers.get('cache-control')).toBe('private, max-age=30');
  });

  it('names the ids that do not exist', async () => {
    const answer = await batch(['99999999', '11000', 'abc']);
    expect([answer.status, ids(answer)]).toEqual([207, ['11000']]);
    expect(answer.body['errors']).toEqual([
      { id: '99999999', category: 'OBJECT_NOT_FOUND', message: 'There is no customer 99999999.' },
      { id: 'abc', category: 'OBJECT_NOT_FOUND', message: 'There is no customer abc.' },
    ]);
  });

  it('holds at most 100 ids', async () => {
    const hundred = Array.from({ length: 100 }, (_, i) => String(11_000 + i));
    expect(ids(await batch(hundred))).toEqual(hundred);
    expect(outcome(await batch([...hundred, '1']))).toEqual([400, 'too_many_ids']);
    expect(outcome(await call('POST', `${CUSTOMERS}/batch/read`, { body: {} }))).toEqual([
      400,
      'bad_request',
    ]);
  });
});

describe('lists', () => {
  it.each([
    ['', 19_820],
    ['kind=store', 701],
    ['kind=person', 19_119],
    ['territoryId=4', 4_696],
    ['territoryId=4&kind=store', 131],
    ['territoryId=77', 0],
    ['kind=store&q=BIKE', 182],
    ['q=sanchez', 179],
    ['q=S%C3%A1nchez', 179],
    ['q=%25', 0],
    ['email=Catherine0@Adventure-Works.com', 2],
    ['accountNumber=AW00000002', 1],
  ])('count %j as %d', async (query, expected) => {
    expect(await count(query)).toBe(expected);
  });

  it('filter by e-mail, account number, territory and text', async () => {
    // Catherine is the contact of store 582, and a customer herself.
    const catherine = await get(`${CUSTOMERS}?email=CATHERINE0@adventure-works.com`);
    expect(ids(catherine)).toEqual(['582', '29485']);
    expect(ids(await get(`${CUSTOMERS}?accountNumber=AW00000002`))).toEqual(['2']);
    const bikes = await get(`${CUSTOMERS}?kind=store&territoryId=10&q=bike`);
    expect(ids(bikes)).toEqual(['250', '286', '304', '430']);
  });

  it.each([
    ['id', ['15554', '19017', '24290']],
    ['-id', ['24290', '19017', '15554']],
    ['name', ['15554', '24290', '19017']],
    ['-name', ['19017', '24290', '15554']],
    ['accountNumber', ['15554', '19017', '24290']],
    ['-accountNumber', ['24290', '19017', '15554']],
    ['since', ['15554', '24290', '19017']],
    ['-since', ['24290', '15554', '19017']],
  ])('sort by %s, page by page', async (sort, expected) => {
    expect((await system.walk(`q=zoe%20b&sort=${sort}&limit=1`)).map(({ id }) => id)).toEqual(expected);
  });

  it('begin with the first customers in each sort order', async () => {
    expect(ids(await get(`${CUSTOMERS}?limit=3&sort=name`))).toEqual(['324', '1', '452']);
    expect(ids(await get(`${CUSTOMERS}?limit=3&sort=-name`))).toEqual(['26515', '22348', '24825']);
    expect(ids(await get(`${CUSTOMERS}?limit=3&sort=since`))).toEqual(['11003', '14501', '21768']);
    expect(ids(await get(`${CUSTOMERS}?limit=2&sort=-since`))).toEqual(['29122', '28493']);
    expect(ids(await get(CUSTOMERS))).toEqual(Array.from({ length: 20 }, (_, i) => String(i + 1)));
  });

  it('are read to the end, with customers without a date last', async () => {
    const all = await system.walk('sort=-since&limit=100');
    expect(new Set(all.map(({ id }) => id)).size).toBe(19_820);
    expect(all.findIndex(({ since }) => since === null)).toBe(12_427);
    expect(all.slice(12_427).every(({ since }) => since === null)).toBe(true);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=x', 'limit'],
    ['sort=phone', 'sort'],
    ['kind=dog', 'kind'],
    ['territoryId=x', 'territoryId'],
  ])('refuse %s', async (query, parameter) => {
    const answer = await get(`${CUSTOMERS}?${query}`);
    expect(outcome(answer)).toEqual([400, 'bad_request']);
    expect(answer.body['detail']).toContain(parameter);
  });

  it('refuse an invalid cursor, or one of another sort order', async () => {
    const page = await get(`${CUSTOMERS}?sort=name`);
    const { after } = (page.body['paging'] as { next: { after: string } }).next;
    for (const query of ['after=x', 'after=bnVsbA', `after=${after}`, `sort=-name&after=${after}`]) {
      expect(outcome(await get(`${CUSTOMERS}?${query}`))).toEqual([400, 'bad_cursor']);
    }
  });

  it('include all territories', async () => {
    const answer = await get('/crm/v3/territories');
    const results = answer.body['results'] as { id: string }[];
    expect(results.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(results[9]).toEqual({ id: '10', name: 'United Kingdom', countryCode: 'GB', group: 'Europe' });
    expect(answer.headers.get('cache-control')).toBe('private, max-age=300');
  });
});

describe('the server', () => {
  it.each([{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic bG9jYWwtY3JtLXRva2Vu' }])(
    'refuses the credentials %j',
    async (headers) => {
      const answer = await fetch(`${system.url}${CUSTOMERS}`, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="crm"');
      expect(await answer.json()).toMatchObject({ status: 401, code: 'unauthorized' });
    },
  );

  it('answers 304 while nothing has changed', async () => {
    const etag = (await get(`${CUSTOMERS}/11004`)).headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    const same = await call('GET', `${CUSTOMERS}/11004`, { headers });
    expect([same.status, same.body]).toEqual([304, {}]);
    await patch('11004', { phone: '3' });
    expect((await call('GET', `${CUSTOMERS}/11004`, { headers })).status).toBe(200);
  });

  it('answers 429 with Retry-After past its rate limit', async () => {
    await control({ requestsPerSecond: 1 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => get(`${CUSTOMERS}/11000`)));
    await control({ requestsPerSecond: 1_000_000 });
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.body).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('fails at the rate it is switched to', async () => {
    await control({ failureRate: 1 });
    const answer = await get(`${CUSTOMERS}/11000`);
    await control({ failureRate: 0 });
    expect(outcome(answer)).toEqual([503, 'switched_off']);
    expect((await get(`${CUSTOMERS}/11000`)).status).toBe(200);
  });

  it('counts requests by route', async () => {
    await call('DELETE', '/_control/requests');
    await get(`${CUSTOMERS}/1`);
    await get(`${CUSTOMERS}/2`);
    await batch(['1']);
    expect((await call('GET', '/_control')).body).toMatchObject({
      requests: 3,
      routes: { 'GET /crm/v3/customers/:id': 2, 'POST /crm/v3/customers/batch/read': 1 },
    });
  });

  it('describes itself in OpenAPI 3.1', async () => {
    expect(system.document.openapi).toMatch(/^3\.1\./);
    const operations = Object.values(system.document.paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual([
      'countCustomers',
      'createCustomer',
      'getCustomer',
      'listCustomers',
      'listEvents',
      'listTerritories',
      'putWebhook',
      'readCustomerBatch',
      'registerWebhook',
      'removeWebhook',
      'updateCustomer',
    ]);
    expect(operations.filter(({ summary, description }) => !summary || !description)).toEqual([]);
    // Throws if the document is invalid.
    await expect(openapiTypes(JSON.stringify(system.document))).resolves.not.toHaveLength(0);
  });
});
