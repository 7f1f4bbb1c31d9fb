import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, test } from 'vitest';
import { PlanMemory } from '../../server/execution/plan-memory.ts';
import { TemplateMemory, Templates, type Template } from '../../server/execution/template.ts';
import { contextOf, TinyGraph } from '../support/tiny-graph.ts';

const QUERY = '{ books { id title author { id name } parts { heading about { id } } lent(days: 3) } }';
const LIMITS = { items: 1_000, answerBytes: 100_000 };
const KEEP = { limits: LIMITS, keepTemplates: true };

let graph: TinyGraph;
beforeEach(() => {
  graph = new TinyGraph();
  for (const id of ['1', '2', '3']) {
    graph.give({ id, author: { id: 'A' as never }, parts: [{ heading: id, about: { id: 'B' as never } }] });
  }
});

/** How often the title was resolved in a run, whose answer must be that of graphql-js. */
async function picksOf(compiled: ReturnType<TinyGraph['compile']>, options = KEEP): Promise<number> {
  const plain = await graph.plain(QUERY);
  graph.log.length = 0;
  const answer = await compiled?.run(contextOf(), {}, options);
  const picks = graph.log.filter((line) => line === 'pick title').length;
  expect(answer?.data).toBe(plain);
  return picks;
}

test('the text of a record is cached by the second run and reused from the third on', async () => {
  const compiled = graph.compile(QUERY);
  const picks = [];
  for (let run = 0; run < 4; run += 1) picks.push(await picksOf(compiled));
  expect(picks).toEqual([3, 3, 0, 0]);
});

test('fields that depend on the request are resolved in every run', async () => {
  const compiled = graph.compile(QUERY);
  for (let run = 0; run < 4; run += 1) {
    await picksOf(compiled);
    expect(graph.log.filter((line) => line.startsWith('lent'))).toEqual(['lent 1', 'lent 2', 'lent 3']);
  }
});

test('another record with the same id gets a new text', async () => {
  const compiled = graph.compile(QUERY);
  for (let run = 0; run < 3; run += 1) await picksOf(compiled);
  graph.give({ id: '2', title: 'Second edition' });
  expect(await picksOf(compiled)).toBe(1);
  expect(await picksOf(compiled)).toBe(0);
});

test('nothing is cached without keepTemplates', async () => {
  const compiled = graph.compile(QUERY);
  for (let run = 0; run < 4; run += 1) {
    expect(await picksOf(compiled, { limits: LIMITS, keepTemplates: false })).toBe(3);
  }
});

test('when the memory is full, everything in it is dropped', async () => {
  // Room for two of the three texts, so the third drops them.
  const compiled = graph.compile(QUERY, new PlanMemory({ templates: 1_500 }));
  const picks = [];
  for (let run = 0; run < 6; run += 1) picks.push(await picksOf(compiled));
  expect(picks.slice(0, 2)).toEqual([3, 3]);
  expect(Math.min(...picks.slice(2))).toBeGreaterThan(0);
  expect(Math.max(...picks.slice(2))).toBeLessThanOrEqual(3);
  const roomy = graph.compile(QUERY, new PlanMemory({ templates: 15_000 }));
  for (let run = 0; run < 2; run += 1) await picksOf(roomy);
  expect(await picksOf(roomy)).toBe(0);
});

test('when the memory is full, the texts of plans that are not used again are dropped too', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const memory = new TemplateMemory(10_000);
  const record = {};
  const keepOne = (plan: Templates) => {
    const template: Template = {
      texts: [],
      slots: [],
      values: [],
      end: 'x'.repeat(4_000),
      items: 0,
      hint: undefined,
    };
    plan.set(record, template);
    return new WeakRef(template);
  };
  const unused = new Templates(memory);
  const others = [new Templates(memory), new Templates(memory)];
  const refs = [unused, ...others].map(keepOne);
  // What was created or read in this job stays until its end.
  await sleep(0);
  collect();
  expect(refs.map((ref) => ref.deref() !== undefined)).toEqual([false, false, true]);
  expect([unused, ...others].map((plan) => plan.get(record) !== undefined)).toEqual([false, false, true]);
});

test('when plans take more than their memory allows, the least recently used ones are dropped, with their texts', async () => {
  const plans = new PlanMemory({ plans: 1_500_000 });
  const compiled = graph.compile(QUERY, plans);
  for (let run = 0; run < 2; run += 1) await picksOf(compiled);
  expect(await picksOf(compiled)).toBe(0);
  // A text of 700 characters for 1,500 fields.
  const fragments = Array.from(
    { length: 9 },
    (_, n) => `fragment F${n + 1} on Plain { a: inner { ...F${n} } b: inner { ...F${n} } }`,
  );
  const short = `{ plain { ...F9 } } fragment F0 on Plain { text } ${fragments.join(' ')}`;
  for (let time = 0; time < 2; time += 1) expect(graph.compile(short, plans)).not.toBeNull();
  expect(await picksOf(compiled)).toBe(3);
});

test('the id in an answer is that of the reference, not of the record', async () => {
  const query = '{ book(id: "alias") { id title } }';
  graph.known.set('alias', graph.known.get('1') ?? null);
  const compiled = graph.compile(query);
  for (let run = 0; run < 3; run += 1) {
    const answer = await compiled?.run(contextOf(), {}, KEEP);
    expect(answer?.data).toBe('{"book":{"id":"global-alias","title":"Book 1"}}');
  }
});

test('a field that the reference itself holds is taken from the reference', async () => {
  const query = '{ book { id title heldBy } }';
  const compiled = graph.compile(query);
  for (let run = 0; run < 3; run += 1) {
    const answer = await compiled?.run(contextOf(), {}, KEEP);
    expect(answer?.data).toBe('{"book":{"id":"global-1","title":"Book 1","heldBy":"holder of 1"}}');
  }
});

test('a record with an invalid value is never cached', async () => {
  const compiled = graph.compile(QUERY);
  for (let run = 0; run < 2; run += 1) await picksOf(compiled);
  graph.give({ id: '2', parts: [{ heading: null as never, about: { id: 'B' as never } }] });
  for (let run = 0; run < 2; run += 1) expect(await compiled?.run(contextOf(), {}, KEEP)).toBeNull();
  graph.give({ id: '2' });
  expect(await picksOf(compiled)).toBe(1);
});
