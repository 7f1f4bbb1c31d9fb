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

/** A system with opaque cursors over the numbers below `length`; like most, it gives only the cursor of the next page. */
function systemOf(length: number) {
  return ({ limit, after }: KeysetQuery): KeysetSlice<number> => {
    const start = after === null ? 0 : Number(after.slice('opaque-'.length));
    const end = Math.min(start + limit, length);
    const items = Array.from({ length: end - start }, (_, index) => start + index);
    return { items, next: end < length ? `opaque-${end}` : null };
  };
}

function pageOf(
  length: number,
  first: number,
  after: string | null,
  maxLimit: number,
): Promise<Page<number>> {
  return readKeyset(keysetQuery({ first, after }, maxLimit), async (query) => {
    expect(query.limit).toBeGreaterThan(0);
    expect(query.limit).toBeLessThanOrEqual(maxLimit);
    return systemOf(length)(query);
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
