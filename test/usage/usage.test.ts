import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { IN_MEMORY, openStore } from '../../changes/sqlite/store.ts';
import { clientOf, UNNAMED } from '../../server/client.ts';
import { coordinatesOf } from '../../server/usage/coordinates.ts';
import { DeprecatedInputs } from '../../server/usage/deprecated-inputs.ts';
import { sqliteUsage } from '../../server/usage/sqlite.ts';
import { Usage, type UsageParts } from '../../server/usage/usage.ts';
import type { UsageStore } from '../../server/usage/store.ts';
import { QUIET } from '../support/webhooks/backing.ts';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Customer implements Node { id: ID! name: String fax: String @deprecated(reason: "Nobody has one.") friend: Customer }
  type Product implements Node { id: ID! name: String code: String @deprecated(reason: "See name.") }
  union Any = Customer | Product
  type Query { customer: Customer any: Any node: Node }
`);

const filtered = buildSchema(`
  enum Color { RED GREEN @deprecated(reason: "Nobody sees it.") }
  input Size { cm: Int inches: Int @deprecated(reason: "See cm.") }
  input Filter { color: Color sizes: [Size!] not: Filter name: String }
  interface Shelf { things(filter: Filter, page: Int @deprecated(reason: "See after."), after: String, colors: [Color!]): [String] }
  type Room implements Shelf { things(filter: Filter, page: Int, after: String, colors: [Color!]): [String] }
  type Query { shelf: Shelf room: Room }
  directive @seen(by: Color) on FIELD
`);

const NOW = Date.UTC(2026, 10, 27, 12);
const DAY = 86_400_000;
const till = clientOf({ 'apollographql-client-name': 'till', 'apollographql-client-version': '1.0' });
const web = clientOf({ 'apollographql-client-name': 'web' });

function operation(hash: string, text: string, name: string | null = null) {
  return { hash, name, document: parse(text) };
}

const FAX = operation('f1', 'query Fax { customer { fax } }', 'Fax');
const FAX_TOO = operation('f2', 'query FaxToo { customer { friend { fax name } } }', 'FaxToo');
const NAME = operation('f3', '{ customer { name } }');

/** A store that can be made to fail. */
function storeOf(): { store: UsageStore; turn: (isAway: boolean) => void } {
  const inner = sqliteUsage(openStore(IN_MEMORY), { days: 30, operations: 100, clients: 10, pairs: 100 });
  let away = false;
  const store: UsageStore = {
    ...inner,
    add: (day, use) => (away ? Promise.reject(new Error('away')) : inner.add(day, use)),
    describe: (texts) => inner.describe(texts),
    read: (day) => inner.read(day),
    descriptions: (ids) => inner.descriptions(ids),
  };
  return { store, turn: (isAway) => void (away = isAway) };
}

function usageOf(parts: Partial<UsageParts> = {}): Usage {
  return new Usage({
    schema,
    store: storeOf().store,
    maxDescribedChars: 10_000_000,
    log: QUIET,
    now: () => NOW,
    ...parts,
  });
}

describe('the fields of an operation', () => {
  const fields = (text: string, name: string | null = null) => coordinatesOf(schema, parse(text), name);

  test('are those it names, through fragments and on each type that implements an interface', () => {
    expect(
      fields(
        '{ customer { ...F } } fragment F on Customer { name friend { ...G } } fragment G on Customer { fax }',
      ),
    ).toEqual(['Customer.fax', 'Customer.friend', 'Customer.name', 'Query.customer']);
    expect(fields('{ node { id } any { __typename ... on Product { name } } }')).toEqual([
      'Customer.id',
      'Node.id',
      'Product.id',
      'Product.name',
      'Query.any',
      'Query.node',
    ]);
  });

  test('are those of the requested operation, without fragments that it does not reach', () => {
    const text = `query A { customer { name } } query B { customer { ...F } }
      fragment F on Customer { fax } fragment H on Customer { friend { id } }`;
    expect(fields(text, 'A')).toEqual(['Customer.name', 'Query.customer']);
    expect(fields(text, 'B')).toEqual(['Customer.fax', 'Query.customer']);
  });

  test('include those under @skip and @include, but not those of introspection', () => {
    expect(
      fields('query ($a: Boolean!) { customer @skip(if: $a) { fax } __schema { types { name } } }'),
    ).toEqual(['Customer.fax', 'Query.customer']);
  });
});

describe('the other schema elements that an operation uses', () => {
  const coordinates = (text: string) => coordinatesOf(filtered, parse(text), null);

  test('are the arguments that it sets, on each type that implements an interface', () => {
    expect(coordinates('query ($page: Int) { shelf { things(page: $page) @seen(by: RED) } }')).toEqual([
      'Color.RED',
      'Query.shelf',
      'Room.things',
      'Room.things(page:)',
      'Shelf.things',
      'Shelf.things(page:)',
    ]);
  });

  test('are the input fields and enum values in its text, including default values', () => {
    const inText = '{ room { things(filter: { not: { sizes: [{ inches: 1 }] } }, colors: GREEN) } }';
    expect(coordinates(inText).filter((one) => !one.includes('.things'))).toEqual([
      'Color.GREEN',
      'Filter.not',
      'Filter.sizes',
      'Query.room',
      'Size.inches',
    ]);
    const byDefault = 'query ($filter: Filter = { color: GREEN }) { room { things(filter: $filter) } }';
    expect(coordinates(byDefault)).toEqual(expect.arrayContaining(['Color.GREEN', 'Filter.color']));
  });

  const FILTERED =
    'query ($filter: Filter, $colors: [Color!], $page: Int) { room { things(filter: $filter, colors: $colors) } }';
  test.each<[string, object, readonly string[]]>([
    ['no variables', {}, []],
    ['none deprecated', { filter: { name: 'GREEN', color: 'RED', sizes: [{ cm: 1 }] }, colors: ['RED'] }, []],
    ['an enum value', { colors: ['RED', 'GREEN'] }, ['Color.GREEN']],
    ['an enum value for a list', { colors: 'GREEN' }, ['Color.GREEN']],
    [
      'a deeply nested input field, even if it is null',
      { filter: { not: { not: { sizes: [{ inches: null }] } } } },
      ['Size.inches'],
    ],
    [
      'an input field and an enum value',
      { filter: { color: 'GREEN', sizes: { inches: 2 } } },
      ['Color.GREEN', 'Size.inches'],
    ],
    ['values of the wrong types', { filter: 'x', colors: { a: [7] } }, []],
    ['an inherited property', { filter: Object.create({ sizes: [{ inches: 1 }] }) as object }, []],
  ])('are the deprecated input fields and enum values in its variables: %s', (_, variables, found) => {
    const inputs = new DeprecatedInputs(filtered);
    expect(inputs.in(parse(FILTERED), null, variables as Record<string, unknown>)).toEqual(found);
  });

  test('are reported by client, counting each request by its variables', async () => {
    const usage = usageOf({ schema: filtered });
    expect(usage.deprecated).toEqual(['Color.GREEN', 'Size.inches', 'Shelf.things(page:)']);
    const asked = operation('h', FILTERED);
    usage.count(asked, { colors: ['RED'] }, web);
    usage.count(asked, { colors: ['GREEN'] }, till);
    usage.count(asked, { colors: ['GREEN'], filter: { sizes: [{ inches: 1 }] } }, till);
    const [green, inches, page, colors] = await usage.of([...usage.deprecated, 'Room.things(colors:)'], 1);
    const operations = (requests: number) => [{ name: null, hash: 'h', requests, lastSeen: NOW }];
    expect(green).toMatchObject({ deprecationReason: 'Nobody sees it.', unknownRequests: 0 });
    expect(green?.clients).toMatchObject([{ name: 'till', requests: 2, operations: operations(2) }]);
    expect(inches?.clients).toMatchObject([{ name: 'till', requests: 1, operations: operations(1) }]);
    expect(page?.clients).toEqual([]);
    expect(colors?.clients.map(({ name, requests }) => [name, requests])).toEqual([['till', 2], ['web', 1]]); // prettier-ignore
  });

  test('are counted only for deprecated input fields and enum values, and for all arguments', () => {
    const usage = usageOf({ schema: filtered });
    const counted = ['Color.GREEN', 'Size.inches', 'Room.things(page:)', 'Room.things(after:)'];
    const others = [
      'Color.RED',
      'Size.cm',
      'Room.things(no:)',
      'Color',
      '@seen',
      '@seen(by:)',
      'Room.',
      '__Type.name',
    ];
    expect(counted.filter((one) => !usage.isCounted(one))).toEqual([]);
    expect(others.filter((one) => usage.isCounted(one))).toEqual([]);
  });
});

describe('the usage of a field', () => {
  test('lists its clients and their operations, how often and when last', async () => {
    let now = NOW - DAY;
    const usage = usageOf({ now: () => now });
    for (let time = 0; time < 3; time += 1) usage.count(FAX, {}, till);
    usage.count(FAX, {}, web);
    await usage.close();
    now = NOW;
    usage.count(FAX_TOO, {}, till);
    usage.count(NAME, {}, till);
    usage.count(NAME, {}, UNNAMED);
    const [fax, id] = await usage.of(['Customer.fax', 'Customer.id'], 30);
    expect(fax).toEqual({
      field: 'Customer.fax',
      deprecationReason: 'Nobody has one.',
      since: '2026-10-29',
      unknownRequests: 0,
      clients: [
        {
          name: 'till',
          version: '1.0',
          requests: 4,
          lastSeen: NOW,
          operations: [
            { name: 'Fax', hash: 'f1', requests: 3, lastSeen: NOW - DAY },
            { name: 'FaxToo', hash: 'f2', requests: 1, lastSeen: NOW },
          ],
        },
        {
          name: 'web',
          version: null,
          requests: 1,
          lastSeen: NOW - DAY,
          operations: [{ name: 'Fax', hash: 'f1', requests: 1, lastSeen: NOW - DAY }],
        },
      ],
    });
    expect(id).toMatchObject({ field: 'Customer.id', deprecationReason: null, clients: [] });
    const [today] = await usage.of(['Customer.fax'], 1);
    expect(today).toMatchObject({ since: '2026-11-27', clients: [{ name: 'till', requests: 1 }] });
    const [names] = await usage.of(['Customer.name'], 1);
    expect(names?.clients.map(({ name, requests }) => [name, requests])).toEqual([['till', 2], [null, 1]]); // prettier-ignore
  });

  test('is counted for fields of the schema, and deprecated ones are listed', () => {
    const usage = usageOf();
    expect(usage.deprecated).toEqual(['Customer.fax', 'Product.code']);
    const known = [
      'Customer.fax',
      'Node.id',
      'Customer.constructor',
      'Customer',
      'Nobody.fax',
      'Any.id',
      'Customer.fax.x',
    ];
    expect(known.map((field) => usage.isCounted(field))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test('states as unknown what could not be stored, and operations without a description', async () => {
    const { store, turn } = storeOf();
    const usage = usageOf({ store });
    turn(true);
    usage.count(FAX, {}, till);
    usage.count(FAX, {}, till);
    await usage.close();
    turn(false);
    usage.count(FAX, {}, web);
    const [fax] = await usage.of(['Customer.fax'], 2);
    expect(fax).toMatchObject({ unknownRequests: 2, clients: [{ name: 'web', requests: 1 }] });
    const row = { operation: 'lost:', client: 'till', version: null, requests: 7, lastSeen: NOW };
    await store.add('2026-11-27', { hits: [row], others: 0 });
    expect((await usage.of(['Customer.fax'], 2))[0]).toMatchObject({ unknownRequests: 9 });
  });

  test('stores no text of operations, and so none of the values in them', async () => {
    const { store } = storeOf();
    const usage = usageOf({ store });
    usage.count(operation('h', '{ customer { name @include(if: true) } } # jane@example.com'), {}, web);
    await usage.close();
    const { hits } = await store.read('2026-11-27');
    const stored = JSON.stringify([hits, ...(await store.descriptions(hits.map(({ operation: id }) => id)))]);
    expect(stored).toContain('Customer.name');
    expect(stored).not.toContain('jane');
  });

  test('truncates long operation names', async () => {
    const usage = usageOf();
    const name = 'n'.repeat(5_000);
    usage.count(operation('h', `query ${name} { customer { fax } }`, name), {}, web);
    const [fax] = await usage.of(['Customer.fax'], 1);
    expect(fax?.clients[0]?.operations).toMatchObject([{ name: 'n'.repeat(100), requests: 1 }]);
  });

  test('is limited in memory, past which requests are counted without their operation', async () => {
    const { store } = storeOf();
    const usage = usageOf({ store });
    for (let index = 0; index < 20_500; index += 1) usage.count({ ...FAX, hash: `h${index}` }, {}, web);
    const [fax] = await usage.of(['Customer.fax'], 1);
    expect(fax?.unknownRequests).toBe(20_500 - 100);
    expect(fax?.clients).toMatchObject([{ name: 'web', requests: 100 }]);
  });

  test('describes a limited amount a day, and what it left out when that is requested on another day', async () => {
    let now = NOW;
    const usage = usageOf({ maxDescribedChars: 1, now: () => now });
    usage.count(FAX, {}, till);
    usage.count(FAX_TOO, {}, web);
    expect((await usage.of(['Customer.fax'], 2))[0]).toMatchObject({
      unknownRequests: 1,
      clients: [{ name: 'till', requests: 1 }],
    });
    now += DAY;
    usage.count(FAX_TOO, {}, web);
    const [fax] = await usage.of(['Customer.fax'], 2);
    expect(fax?.unknownRequests).toBe(0);
    expect(fax?.clients.map(({ name, requests }) => [name, requests])).toEqual([['web', 2], ['till', 1]]); // prettier-ignore
  });

  test('keeps documents of up to half a megabyte in total, past which requests are counted as unknown', async () => {
    const usage = usageOf();
    const long = `{ customer { fax } } # ${'x'.repeat(120_000)}`;
    for (let index = 0; index < 10; index += 1) usage.count(operation(`h${index}`, long), {}, web);
    for (let index = 0; index < 10; index += 1) usage.count(operation(`h${index}`, long), {}, till);
    const [fax] = await usage.of(['Customer.fax'], 1);
    expect(fax?.unknownRequests).toBe(12);
    expect(fax?.clients).toMatchObject([{ requests: 4 }, { requests: 4 }]);
    usage.count(operation('h9', long), {}, web);
    const [later] = await usage.of(['Customer.fax'], 1);
    expect(later?.unknownRequests).toBe(12);
  });
});
