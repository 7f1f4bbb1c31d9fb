import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  numberedReads,
  readNumbered,
  readNumberedGroups,
  type NumberedSlice,
} from '../datasources/rest/paging/page-number.ts';
import { offsetWindow } from '../datasources/load/offset.ts';
import { cursorAt, type Page } from '../datasources/load/page.ts';
import { encodeCursor } from '../datasources/load/cursor.ts';

const MAX_SIZE = 100;

const length = fc.nat({ max: 400 });
const first = fc.integer({ min: 1, max: MAX_SIZE });
const offset = fc.nat({ max: 450 });

/** A system with numbered pages over the list 0, 1, 2 … */
function systemOf(length: number) {
  const requests: { page: number; pageSize: number }[] = [];
  const read = async (page: number, pageSize: number): Promise<NumberedSlice<number>> => {
    expect(page).toBeGreaterThanOrEqual(1);
    expect(pageSize).toBeGreaterThanOrEqual(1);
    expect(pageSize).toBeLessThanOrEqual(MAX_SIZE);
    requests.push({ page, pageSize });
    const start = (page - 1) * pageSize;
    return { items: range(start, Math.min(start + pageSize, length)), hasMore: start + pageSize < length };
  };
  return { read, requests };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

const KIND = 'Numbers ASC';

function windowOf(offset: number, first: number) {
  return offsetWindow({ first, after: offset === 0 ? null : encodeCursor(KIND, offset) }, KIND);
}

describe('a window of a list in numbered pages', () => {
  it('holds exactly the requested items, and says correctly whether there are more', async () => {
    await fc.assert(
      fc.asyncProperty(length, offset, first, async (length, offset, first) => {
        const system = systemOf(length);
        const page = await readNumbered(windowOf(offset, first), KIND, MAX_SIZE, system.read);
        expect(page.items).toEqual(range(offset, Math.min(offset + first, length)));
        expect(page.hasNext).toBe(offset + first < length);
        expect(page.hasPrevious).toBe(offset > 0);
        expect(system.requests.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes one call if a page size fits, and two only if none does', async () => {
    await fc.assert(
      fc.asyncProperty(offset, first, async (offset, first) => {
        const system = systemOf(1_000);
        const window = windowOf(offset, first);
        await readNumbered(window, KIND, MAX_SIZE, system.read);
        const sizes = range(first, MAX_SIZE + 1);
        const fits = (size: number) => Math.floor(offset / size) === Math.floor((offset + first - 1) / size);
        expect(system.requests).toHaveLength(sizes.some(fits) ? 1 : 2);
        expect(numberedReads(window, MAX_SIZE)).toBe(system.requests.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('continues from any item without gaps or duplicates', async () => {
    const steps = fc.array(first, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(length, steps, async (length, steps) => {
        const seen: number[] = [];
        let cursor: string | null = null;
        let hasNext = true;
        for (let step = 0; hasNext; step++) {
          const first = steps[step % steps.length] ?? 1;
          const page: Page<number> = await readNumbered(
            offsetWindow({ first, after: cursor }, KIND),
            KIND,
            MAX_SIZE,
            systemOf(length).read,
          );
          seen.push(...page.items);
          hasNext = page.hasNext;
          if (page.items.length > 0) cursor = cursorAt(page, page.items.length - 1);
        }
        expect(seen).toEqual(range(0, length));
      }),
    );
  });

  it('gives every owner a window of its own list, and an error only to the owner concerned', async () => {
    await fc.assert(
      fc.asyncProperty(length, length, offset, first, async (short, long, offset, first) => {
        const [a, b] = [systemOf(short), systemOf(long)];
        const fault = new Error('broken');
        const window = windowOf(offset, first);
        const pages = await readNumberedGroups(
          window,
          (key: string) => `${KIND} of ${key}`,
          MAX_SIZE,
          async (page, pageSize) => {
            const [ofA, ofB] = await Promise.all([a.read(page, pageSize), b.read(page, pageSize)]);
            return new Map([
              ['a', ofA],
              ['b', ofB],
              ['c', fault],
            ] as [string, NumberedSlice<number> | Error][]);
          },
        );
        for (const [key, length] of [
          ['a', short],
          ['b', long],
        ] as const) {
          const page = pages.get(key);
          if (!page || page instanceof Error) throw new Error(`no page for ${key}`);
          expect(page.items).toEqual(range(offset, Math.min(offset + first, length)));
          expect(page.hasNext).toBe(offset + first < length);
        }
        expect(pages.get('c')).toBe(fault);
      }),
    );
  });

  it.each([
    [encodeCursor('Numbers DESC', 1), 'is no cursor of this list'],
    [encodeCursor('key', 'x', 1), 'is no cursor of this list'],
    ['nonsense', 'is no cursor of this list'],
    [encodeCursor(KIND, -1), 'is no cursor of this list'],
  ])('refuses a cursor of another list or order: %s', (after, message) => {
    expect(() => offsetWindow({ first: 5, after }, KIND)).toThrow(message);
  });
});
