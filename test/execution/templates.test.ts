import { beforeEach, expect, test } from 'vitest';
import { TemplateMemory } from '../../server/execution/template.ts';
import { contextOf, TinyGraph } from '../support/tiny-graph.ts';

const QUERY = '{ books { id title author { id name } parts { heading about { id } } lent(days: 3) } }';
const KEEP = { items: 1_000, keepTemplates: true };

let graph: TinyGraph;
beforeEach(() => {
  graph = new TinyGraph();
  for (const id of ['1', '2', '3']) {
    graph.give({ id, author: { id: 'A' as never }, parts: [{ heading: id, about: { id: 'B' as never } }] });
  }
});

/** How often the title was picked in a run that gives what the plain way does. */
async function picksOf(compiled: ReturnType<TinyGraph['compile']>, options = KEEP): Promise<number> {
  const plain = await graph.plain(QUERY);
  graph.log.length = 0;
  const answer = await compiled?.run(contextOf(), {}, options);
  const picks = graph.log.filter((line) => line === 'pick title').length;
  expect(answer?.data).toBe(plain);
  return picks;
}

test('the text of a record is made once, from the second run on', async () => {
  const compiled = graph.compile(QUERY, new TemplateMemory());
  const picks = [];
  for (let run = 0; run < 4; run += 1) picks.push(await picksOf(compiled));
  expect(picks).toEqual([3, 3, 0, 0]);
});

test('what needs the request is asked for each time', async () => {
  const compiled = graph.compile(QUERY, new TemplateMemory());
  for (let run = 0; run < 4; run += 1) {
    await picksOf(compiled);
    expect(graph.log.filter((line) => line.startsWith('lent'))).toEqual(['lent 1', 'lent 2', 'lent 3']);
  }
});

test('another record of the same id is another text', async () => {
  const compiled = graph.compile(QUERY, new TemplateMemory());
  for (let run = 0; run < 3; run += 1) await picksOf(compiled);
  graph.give({ id: '2', title: 'Second edition' });
  expect(await picksOf(compiled)).toBe(1);
  expect(await picksOf(compiled)).toBe(0);
});

test('nothing is kept where the caller does not say that records are shared', async () => {
  const compiled = graph.compile(QUERY, new TemplateMemory());
  for (let run = 0; run < 4; run += 1) {
    expect(await picksOf(compiled, { items: 1_000, keepTemplates: false })).toBe(3);
  }
});

test('past the bound all is dropped, and begins anew', async () => {
  // Room for two of the three, so that the third drops them.
  const compiled = graph.compile(QUERY, new TemplateMemory(1_500));
  const picks = [];
  for (let run = 0; run < 6; run += 1) picks.push(await picksOf(compiled));
  expect(picks.slice(0, 2)).toEqual([3, 3]);
  expect(Math.min(...picks.slice(2))).toBeGreaterThan(0);
  expect(Math.max(...picks.slice(2))).toBeLessThanOrEqual(3);
  const roomy = graph.compile(QUERY, new TemplateMemory(15_000));
  for (let run = 0; run < 2; run += 1) await picksOf(roomy);
  expect(await picksOf(roomy)).toBe(0);
});

test('the text of a record is not that of a reference which bears another id', async () => {
  const query = '{ book(id: "alias") { id title } }';
  graph.known.set('alias', graph.known.get('1') ?? null);
  const compiled = graph.compile(query, new TemplateMemory());
  for (let run = 0; run < 3; run += 1) {
    const answer = await compiled?.run(contextOf(), {}, KEEP);
    expect(answer?.data).toBe('{"book":{"id":"global-alias","title":"Book 1"}}');
  }
});

test('what a reference says, it says itself', async () => {
  const query = '{ book { id title heldBy } }';
  const compiled = graph.compile(query, new TemplateMemory());
  for (let run = 0; run < 3; run += 1) {
    const answer = await compiled?.run(contextOf(), {}, KEEP);
    expect(answer?.data).toBe('{"book":{"id":"global-1","title":"Book 1","heldBy":"holder of 1"}}');
  }
});

test('a fault in a text is never kept', async () => {
  const compiled = graph.compile(QUERY, new TemplateMemory());
  for (let run = 0; run < 2; run += 1) await picksOf(compiled);
  graph.give({ id: '2', parts: [{ heading: null as never, about: { id: 'B' as never } }] });
  for (let run = 0; run < 2; run += 1) expect(await compiled?.run(contextOf(), {}, KEEP)).toBeNull();
  graph.give({ id: '2' });
  expect(await picksOf(compiled)).toBe(1);
});
