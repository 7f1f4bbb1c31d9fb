import { beforeEach, describe, expect, test } from 'vitest';
import { contextOf, TinyGraph } from '../support/tiny-graph.ts';

const LIMITS = { items: 1_000, answerBytes: 100_000 };
const MANY = { limits: LIMITS };
let graph: TinyGraph;
beforeEach(() => {
  graph = new TinyGraph();
  graph.give({ id: '1', author: { id: 'A' as never } });
  graph.give({ id: '2' });
  graph.odd['plain'] = {
    text: 'a "b" \\ \u0000 ü 🚢 \ud800',
    count: -0,
    must: '',
    flag: false,
    ratio: 1.5e300,
    color: 'BLUE',
    words: ['x', null, undefined],
    deep: [[1, 2], [], null],
    parts: [],
    moment: { at: 1 },
  };
});

async function fastPath(query: string, variables = {}) {
  return (await graph.compile(query)?.run(contextOf(), variables, MANY))?.data;
}

describe('the fast path answers as graphql-js does', () => {
  test.each([
    '{ plain { text count must flag ratio color moment words deep parts { heading } } }',
    '{ book { __typename id title } other: book(id: "2") { id: title name: id } }',
    '{ book { title ...F author { id } } book { pages author { name } } } fragment F on Book { id author { __typename } }',
    '{ shelf { id title } slow seconds }',
    '{ a: any(type: "Book") { id ... on Book { title } ... on Author { name } } b: any(type: "Author") { __typename ... on Named { id } ... on Author { name } } }',
    '{ book(id: "none") { id title color author { name } parts { heading } lent } }',
    '{ book { ... @skip(if: true) { id } } }',
    '{ odd(kind: "no such") { text } echo(text: "x") }',
    '{ __typename constructor: echo __proto__: seconds }',
    'query Q { ...constructor } fragment constructor on Query { seconds }',
  ])('%s', async (query) => {
    expect(await fastPath(query)).toBe(await graph.plain(query));
  });

  test('whatever the variables of @include and @skip are', async () => {
    const query = `query ($a: Boolean!, $b: Boolean = true, $text: String) {
      book @include(if: $a) { id title @skip(if: $b) ... @include(if: $b) { color } }
      echo(text: $text, number: 7)
    }`;
    const compiled = graph.compile(query);
    const settings = [
      { a: true, b: true, text: 'x' },
      { a: true, b: false },
      { a: false, b: true, text: null },
      { a: true, text: 'default' },
    ];
    for (const variables of [...settings, ...settings]) {
      const answer = await compiled?.run(contextOf(), variables, MANY);
      expect(answer?.data).toBe(await graph.plain(query, variables));
    }
  });

  test('synchronously if everything is in memory, and otherwise with a promise', () => {
    expect(graph.compile('{ book { title } }')?.run(contextOf(), {}, MANY)).not.toBeInstanceOf(Promise);
    expect(graph.compile('{ slow }')?.run(contextOf(), {}, MANY)).toBeInstanceOf(Promise);
  });
});

describe('fields that do not need the record do not wait for it', () => {
  test('each object is loaded once, and other fields are resolved in the same tick', async () => {
    const { promise, resolve } = Promise.withResolvers<null>();
    graph.load = () => promise;
    const query =
      '{ book(id: "9") { title color lent pages_: parts { heading } } second: book(id: "8") { lent title } }';
    const running = graph.compile(query)?.run(contextOf(), {}, MANY);
    expect(graph.log).toEqual(['load 9', 'lent 9', 'lent 8', 'load 8']);
    resolve(null);
    expect((await running)?.data).toBe(await graph.plain(query));
  });

  test('a record that is in memory is not loaded', () => {
    graph.give({ id: '7' });
    const answer = graph.compile('{ book(id: "7") { title pages } }')?.run(contextOf(), {}, MANY);
    expect(answer).toMatchObject({ data: '{"book":{"title":"Book 7","pages":10}}' });
    expect(graph.log.filter((line) => line === 'load 7')).toHaveLength(0);
  });
});

describe('the fast path falls back', () => {
  const odd: Readonly<Record<string, unknown>> = {
    'a thrown error': () => {
      throw new Error('no');
    },
    'a rejected promise': () => Promise.reject(new Error('no')),
    'an error as a value': () => new Error('no'),
    'null for a non-null field': { must: null },
    'text for an Int': { must: '', count: 'many' },
    'an Int that is too large': { must: '', count: 2 ** 31 },
    'infinity for a Float': { must: '', ratio: Infinity },
    'an unknown enum value': { must: '', color: 'PINK' },
    'null in a list of non-null items': { must: '', deep: [[null]] },
    'text for a list': { must: '', words: 'x' },
    'a set': { must: '', words: new Set(['x']) },
    'a function': { must: '', inner: () => null },
    'a value that JSON cannot express': { must: '', moment: Symbol('now') },
    'text for an object': 'text',
    'a list with several errors': () => ({
      must: '',
      parts: [Promise.reject(new Error('first')), 'x', Promise.reject(new Error('last'))],
    }),
  };
  test.each(Object.keys(odd))('for %s', async (kind) => {
    graph.odd[kind] = odd[kind];
    const compiled = graph.compile(
      'query ($kind: String) { odd(kind: $kind) { must count ratio color words deep moment inner { __typename } parts { heading } } slow }',
    );
    expect(await compiled?.run(contextOf(), { kind }, MANY)).toBeNull();
    expect(await compiled?.run(contextOf(), { kind: 'nothing' }, MANY)).toMatchObject({ data: /./ });
  });

  test.each(['{ book(id: "gone") { pages } }', '{ any(type: "Plain") { __typename } }', '{ any { id } }'])(
    'for %s',
    async (query) => {
      expect(graph.compile(query)).not.toBeNull();
      expect(await fastPath(query)).toBeUndefined();
    },
  );

  test('for an error while a read is pending, and the read may fail later', async () => {
    const { promise, reject } = Promise.withResolvers<null>();
    graph.load = () => promise;
    expect(await fastPath('{ book(id: "9") { title lent(days: 0) } }')).toBeUndefined();
    reject(new Error('the system is down'));
    // Gives Node time to report an unhandled rejection, which would fail this test.
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test('for null in place of a non-null object, even if no selected field needs the record', async () => {
    graph.known.set('2', null);
    expect(await fastPath('{ books { __typename } }')).toBeUndefined();
    graph.known.delete('2');
    expect(await fastPath('{ books { __typename } }')).toBe('{"books":[{"__typename":"Book"}]}');
  });

  test('for variables of the wrong type', async () => {
    expect(await fastPath('query ($n: Int!) { echo(number: $n) }', { n: 'x' })).toBeUndefined();
    expect(await fastPath('query ($n: Int) { echo(number: $n) }', { n: 5 })).toContain('5');
  });

  test('past the limit on items in lists of objects, counted as graphql-js does', async () => {
    const compiled = graph.compile('{ books { parts { heading } } plain { words } }');
    graph.give({ id: '1', parts: [{ heading: 'x', about: { id: 'A' as never } }] });
    for (const keepTemplates of [false, true, true, true]) {
      expect(
        await compiled?.run(contextOf(), {}, { limits: { ...LIMITS, items: 3 }, keepTemplates }),
      ).not.toBeNull();
      expect(
        await compiled?.run(contextOf(), {}, { limits: { ...LIMITS, items: 2 }, keepTemplates }),
      ).toBeNull();
    }
  });

  test('past the limit on bytes, in UTF-8, wherever the text comes from', async () => {
    const texts = Array.from({ length: 40 }, (_, n) => `t${n}: text`).join(' ');
    const compiled = graph.compile(
      `{ plain { ${texts} } books { ${texts.replaceAll('text', 'title')} author { name } } }`,
    );
    const all = await compiled?.run(contextOf(), {}, MANY);
    const bytes = Buffer.byteLength(all?.data ?? '');
    expect(bytes).toBeGreaterThan(all?.data.length ?? Infinity);
    for (const keepTemplates of [false, true, true, true]) {
      const within = { limits: { ...LIMITS, answerBytes: bytes }, keepTemplates };
      const beyond = { limits: { ...LIMITS, answerBytes: bytes - 1 }, keepTemplates };
      expect(await compiled?.run(contextOf(), {}, within)).toEqual(all);
      expect(await compiled?.run(contextOf(), {}, beyond)).toBeNull();
    }
  });

  test('once the limit on bytes is exceeded, before the rest has been read', async () => {
    for (let n = 0; n < 50; n += 1) graph.give({ id: String(n), author: { id: 'A' as never } });
    const compiled = graph.compile('{ books { title author { name } } }');
    const reads = async (answerBytes: number) => {
      graph.log.length = 0;
      await compiled?.run(contextOf(), {}, { limits: { ...LIMITS, answerBytes } });
      return graph.log.filter((line) => line === 'pick title').length;
    };
    expect(await reads(200)).toBeLessThan((await reads(100_000)) / 2);
  });

  test('if the operation is aborted, before it begins or while it waits', async () => {
    const compiled = graph.compile('{ slow book { title } }');
    expect(await compiled?.run(contextOf(AbortSignal.abort()), {}, MANY)).toBeNull();
    const controller = new AbortController();
    const running = compiled?.run(contextOf(controller.signal), {}, MANY);
    controller.abort();
    expect(await running).toBeNull();
  });
});

test.each([
  'mutation { change }',
  'subscription { change }',
  '{ __schema { types { name } } }',
  '{ book { ...F } } fragment F on Book { id ...G } fragment G on Book { __type: __type(name: "x") { name } }',
  '{ seconds @unusual }',
  '{ curious }',
  'query A { seconds } query B { seconds }',
])('there is no plan for %s', (query) => {
  expect(graph.compile(query)).toBeNull();
});
