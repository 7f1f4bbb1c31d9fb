import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../datasources/errors.ts';
import type { Page } from '../../datasources/load/page.ts';
import {
  keysetPage,
  keysetQuery,
  type KeysetQuery,
  type KeysetSlice,
} from '../../datasources/rest/paging/keyset.ts';

/** A system with opaque cursors over the numbers below `length`; like most, it knows where to go on, not where it is. */
function systemOf(length: number) {
  return ({ limit, after }: KeysetQuery): KeysetSlice<number> => {
    const start = after === null ? 0 : Number(after.slice('opaque-'.length));
    const end = Math.min(start + limit, length);
    const items = Array.from({ length: end - start }, (_, index) => start + index);
    return { items, next: end < length ? `opaque-${end}` : null };
  };
}

function pageOf(length: number, first: number, after: string | null, maxLimit: number): Page<number> {
  const window = keysetQuery({ first, after }, maxLimit);
  expect(window.limit).toBeLessThanOrEqual(maxLimit);
  return keysetPage(window, systemOf(length)(window));
}

test('any walk, from any edge on, in steps of any size, meets every item behind it once and in order', () => {
  fc.assert(
    fc.property(
      fc.record({
        length: fc.nat(60),
        maxLimit: fc.integer({ min: 1, max: 20 }),
        /** How many to ask for, and which edge of the page to go on from. */
        steps: fc.array(fc.record({ first: fc.integer({ min: 1, max: 20 }), edge: fc.nat(19) }), {
          maxLength: 40,
        }),
      }),
      ({ length, maxLimit, steps }) => {
        let after: string | null = null;
        let position = 0;
        for (const step of steps) {
          const first = Math.min(step.first, maxLimit);
          const page: Page<number> = pageOf(length, first, after, maxLimit);
          expect(page.items).toEqual(Array.from({ length: page.items.length }, (_, i) => position + i));
          expect(page.items.length).toBeLessThanOrEqual(first);
          expect(page.hasPrevious).toBe(position > 0);
          expect(page.hasNext).toBe(page.items.length > 0 && position + page.items.length < length);
          if (page.items.length === 0) {
            expect(position).toBe(length);
            return;
          }
          const edge = Math.min(step.edge, page.items.length - 1);
          after = page.cursorAt(edge);
          position += edge + 1;
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test('paging on by the last edge until there is no next page gives the whole list', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 20 }), (length, first) => {
      const all: number[] = [];
      let after: string | null = null;
      let page: Page<number>;
      do {
        page = pageOf(length, first, after, 20);
        all.push(...page.items);
        after = page.items.length > 0 ? page.cursorAt(page.items.length - 1) : null;
      } while (page.hasNext);
      expect(all).toEqual(Array.from({ length }, (_, index) => index));
    }),
  );
});

test('a list that grows behind its last edge never sends a reader back to the beginning', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (length, growth) => {
      const first = Math.min(length, 20);
      let page = pageOf(length, first, null, 20);
      while (page.hasNext) page = pageOf(length, first, page.cursorAt(page.items.length - 1), 20);
      const later = pageOf(length + growth, first, page.cursorAt(page.items.length - 1), 20);
      if (later.items.length === 0) expect(later.hasNext).toBe(false);
      else expect(later.items[0]).toBe(length);
    }),
  );
});

test('no text from outside is taken for a cursor unless it could have been one, and none breaks anything', () => {
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
