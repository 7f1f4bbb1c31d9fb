import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../datasources/errors.ts';
import { cursorAt, type Page } from '../../datasources/load/page.ts';
import {
  keysetQuery,
  readKeyset,
  type KeysetQuery,
  type KeysetSlice,
} from '../../datasources/rest/paging/keyset.ts';

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** A system with opaque cursors over these numbers in their order; like most, it gives only the cursor of the next page. */
function systemOf(rows: readonly number[]) {
  return ({ limit, after }: KeysetQuery): KeysetSlice<number> => {
    const rest = after === null ? rows : rows.filter((row) => row > Number(after.slice('opaque-'.length)));
    const items = rest.slice(0, limit);
    return { items, next: rest.length > limit ? `opaque-${items.at(-1)}` : null };
  };
}

function pageOf(
  list: number | readonly number[],
  first: number,
  after: string | null,
  maxLimit: number,
): Promise<Page<number>> {
  const rows = typeof list === 'number' ? range(0, list) : list;
  return readKeyset(keysetQuery({ first, after }, maxLimit), String, async (query) => {
    expect(query.limit).toBeGreaterThan(0);
    expect(query.limit).toBeLessThanOrEqual(maxLimit);
    return systemOf(rows)(query);
  });
}

test('paging from any edge, in pages of any size, gives every following item once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        length: fc.nat(60),
        maxLimit: fc.integer({ min: 1, max: 20 }),
        /** The size of the page, and the edge to continue from. */
        steps: fc.array(fc.record({ first: fc.integer({ min: 1, max: 20 }), edge: fc.nat(19) }), {
          maxLength: 40,
        }),
      }),
      async ({ length, maxLimit, steps }) => {
        let after: string | null = null;
        let position = 0;
        for (const step of steps) {
          const first = Math.min(step.first, maxLimit);
          const page: Page<number> = await pageOf(length, first, after, maxLimit);
          expect(page.items).toEqual(Array.from({ length: page.items.length }, (_, i) => position + i));
          expect(page.items.length).toBe(Math.min(first, length - position));
          expect(page.hasPrevious).toBe(position > 0);
          expect(page.hasNext).toBe(page.items.length > 0 && position + page.items.length < length);
          if (page.items.length === 0) {
            expect(position).toBe(length);
            return;
          }
          const edge = Math.min(step.edge, page.items.length - 1);
          after = cursorAt(page, edge);
          position += edge + 1;
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test('paging from the last edge until there is no next page gives the whole list', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(200), fc.integer({ min: 1, max: 20 }), async (length, first) => {
      const all: number[] = [];
      let after: string | null = null;
      let page: Page<number>;
      do {
        page = await pageOf(length, first, after, 20);
        all.push(...page.items);
        after = page.items.length > 0 ? cursorAt(page, page.items.length - 1) : null;
      } while (page.hasNext);
      expect(all).toEqual(Array.from({ length }, (_, index) => index));
    }),
  );
});

test('a list that grows between pages continues after any edge, without gaps or duplicates', async () => {
  const step = fc.record({ first: fc.integer({ min: 1, max: 20 }), edge: fc.nat(19), growth: fc.nat(5) });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ start: fc.nat(45), steps: fc.array(step, { maxLength: 30 }) }),
      async ({ start, steps }) => {
        let [length, position] = [start, 0];
        let after: string | null = null;
        for (const { first, edge, growth } of steps) {
          const page: Page<number> = await pageOf(length, first, after, 20);
          const wanted = Math.min(first, length - position);
          expect(page.items).toEqual(Array.from({ length: wanted }, (_, index) => position + index));
          expect(page.hasNext).toBe(wanted > 0 && position + wanted < length);
          if (page.items.length > 0) {
            const at = Math.min(edge, page.items.length - 1);
            after = cursorAt(page, at);
            position += at + 1;
          }
          length += growth;
        }
      },
    ),
    {
      numRuns: 1_000,
      examples: [
        [
          {
            start: 20,
            steps: [
              { first: 20, edge: 19, growth: 5 },
              { first: 20, edge: 0, growth: 0 },
            ],
          },
        ],
      ],
    },
  );
});

test('whatever leaves and joins a list between pages, nothing that follows an edge is missed', async () => {
  const rows = fc.uniqueArray(fc.nat(200), { maxLength: 60 }).map((some) => some.toSorted((a, b) => a - b));
  const step = fc.record({ first: fc.integer({ min: 1, max: 20 }), edge: fc.nat(19), rows });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      let after: string | null = null;
      let last = -1;
      for (const { first, edge, rows } of steps) {
        const page: Page<number> = await pageOf(rows, first, after, 20);
        const following = rows.filter((row) => row > last);
        const found = page.items.filter((row) => row > last);
        expect(found).toEqual(following.slice(0, found.length));
        if (!page.hasNext) expect(found).toEqual(following);
        if (page.items.length === 0) continue;
        const at = Math.min(edge, page.items.length - 1);
        after = cursorAt(page, at);
        last = page.items[at] ?? NaN;
      }
    }),
    { numRuns: 1_000 },
  );
});

test('an item that is still in the list is not given again after its own cursor, whatever joins the list before it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(19), fc.nat(10), async (edge, joined) => {
      const page = await pageOf(range(100, 130), 20, null, 100);
      const next = await pageOf(range(100 - joined, 130), 20, cursorAt(page, edge), 100);
      const start = 100 + edge + 1;
      expect(next.items.length).toBeGreaterThan(0);
      expect(next.items).toEqual(range(start, start + next.items.length));
    }),
  );
});

test('a page of the system without items is not the end of the list if another one follows', async () => {
  const rest: KeysetSlice<number>[] = [
    { items: [], next: 'a' },
    { items: [], next: 'b' },
    { items: [1], next: null },
  ];
  const page = await readKeyset(keysetQuery({ first: 5, after: null }, 20), String, async () => {
    return rest.shift() ?? { items: [], next: null };
  });
  expect(page).toMatchObject({ items: [1], hasNext: false });
  expect(rest).toEqual([]);
});

test('text from outside gives a valid window or an InputError, and no other error', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json().map((json) => Buffer.from(json).toString('base64url')),
    fc
      .tuple(
        fc.constant('key'),
        fc.oneof(fc.string(), fc.constant(null), fc.jsonValue()),
        fc.oneof(fc.double({ min: -2, max: 22 }), fc.integer({ min: -2, max: 22 }), fc.jsonValue()),
      )
      .map((position) => Buffer.from(JSON.stringify(position)).toString('base64url')),
  );
  fc.assert(
    fc.property(texts, (after) => {
      try {
        const window = keysetQuery({ first: 5, after }, 20);
        expect(window.after === null || typeof window.after === 'string').toBe(true);
        expect(Number.isInteger(window.skip) && window.skip >= 0 && window.skip <= 20).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
    { numRuns: 1_000 },
  );
});
