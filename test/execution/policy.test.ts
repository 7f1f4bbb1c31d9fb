import { beforeEach, describe, expect, test } from 'vitest';
import { contextOf, TinyGraph } from '../support/tiny-graph.ts';

let graph: TinyGraph;
beforeEach(() => {
  graph = new TinyGraph();
  graph.give({
    id: '1',
    author: { id: 'A' as never },
    parts: [{ heading: 'x', about: { id: 'B' as never } }],
  });
});

const CASES = {
  '{ echo }': [null, 'PUBLIC'],
  '{ plain { text } }': [null, 'PUBLIC'],
  '{ seconds }': [5, 'PUBLIC'],
  '{ book { id } }': [60, 'PUBLIC'],
  '{ book { title } seconds }': [5, 'PUBLIC'],
  '{ book { title author { name } } }': [30, 'PRIVATE'],
  '{ book { author { id } } }': [30, 'PRIVATE'],
  '{ book { parts { about { name } } } }': [30, 'PRIVATE'],
  '{ book { parts { heading } } }': [60, 'PUBLIC'],
  '{ any(type: "Book") { id } }': [60, 'PUBLIC'],
  '{ any(type: "Author") { id ... on Book { title } } }': [30, 'PRIVATE'],
  // Nothing private was read: the object is a Book, so the fragment on Author does not apply.
  '{ any(type: "Book") { ... on Author { name } } }': [60, 'PUBLIC'],
} as const;

describe('max-age and scope of an answer follow from what was read', () => {
  test.each(Object.entries(CASES))('%s', async (query, [maxAge, scope]) => {
    const compiled = graph.compile(query);
    for (let run = 0; run < 3; run += 1) {
      const answer = await compiled?.run(
        contextOf(),
        {},
        { limits: { items: 100, answerBytes: 10_000 }, keepTemplates: true },
      );
      expect(answer?.policy).toEqual({ maxAge, scope });
    }
  });
});
