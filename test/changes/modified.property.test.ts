import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepFrom, type Place, type ReadPage } from '../../datasources/accounting/modified.ts';

/** What happens in a system before it answers the next request. */
type Event =
  | { readonly is: 'created' }
  /** One of the existing rows changes. */
  | { readonly is: 'changed'; readonly which: number }
  /** Several rows change in one instant. */
  | { readonly is: 'imported'; readonly count: number }
  | { readonly is: 'time passes' };

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ is: 'created' } as const) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('changed' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('imported' as const), count: fc.integer({ min: 2, max: 12 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ is: 'time passes' } as const) },
);

/** A list in order of time of change, rows of one instant by number. Its clock stands still unless an event moves it. */
class FakeList {
  readonly times = new Map<string, number>();
  #clock = 1;

  /** Gives a row the current time, or one later than its own if it has that time already. */
  touch(id: string, at = this.#clock): void {
    const before = this.times.get(id);
    const time = before !== undefined && before >= at ? before + 1 : at;
    this.#clock = Math.max(this.#clock, time);
    this.times.set(id, time);
  }

  happen(event: Event): void {
    switch (event.is) {
      case 'created':
        this.touch(`row-${this.times.size}`);
        return;
      case 'changed':
        this.touch(`row-${event.which % Math.max(this.times.size, 1)}`);
        return;
      case 'imported':
        for (let count = 0; count < event.count; count += 1) this.touch(`row-${this.times.size}`);
        return;
      case 'time passes':
        this.#clock += 1;
    }
  }

  page(since: number, page: number, pageSize: number): Awaited<ReturnType<ReadPage<null>>> {
    const rows = [...this.times]
      .filter(([, at]) => at >= since)
      .sort(([one, at], [other, then]) => at - then || numberIn(one) - numberIn(other))
      .map(([id, at]) => ({ id, at, row: null }));
    const end = page * pageSize;
    return { rows: rows.slice(end - pageSize, end), hasMore: rows.length > end };
  }
}

const numberIn = (id: string) => Number(id.slice('row-'.length));

/** Reads the list while things happen in it, and then until it has no more. Returns what was reported, state by state. */
async function reportedBy(
  list: FakeList,
  pageSize: number,
  events: readonly Event[],
  late: readonly number[],
) {
  const states: string[] = [];
  const waiting = [...events];
  const read: ReadPage<null> = async (since, page) => {
    const next = waiting.shift();
    if (next) list.happen(next);
    return list.page(since, page, pageSize);
  };
  const lateOnes = [...late];
  let place: Place = { since: 0, reported: new Map() };
  for (let steps = 0, idle = 0; idle < 2; steps += 1) {
    expect(steps).toBeLessThan(2_000);
    const step = await stepFrom(place, pageSize, read);
    expect(step.place.since).toBeGreaterThanOrEqual(place.since);
    states.push(...step.rows.map(({ id, at }) => `${id}@${at}`));
    place = step.place;
    idle = waiting.length === 0 && lateOnes.length === 0 && !step.hasMore ? idle + 1 : 0;
    // A row written late, or by a clock that was set back, but no earlier than what is still requested.
    const back = lateOnes.shift();
    if (back !== undefined) list.touch(`row-${list.times.size}`, place.since + back);
  }
  return states;
}

test(
  'every state that lasts is reported, and none twice, whatever changes while the list is read',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(event, { maxLength: 60 }),
        fc.array(fc.nat(3), { maxLength: 5 }),
        async (pageSize, events, late) => {
          const list = new FakeList();
          const states = await reportedBy(list, pageSize, events, late);
          expect(new Set(states).size).toBe(states.length);
          expect(states).toEqual(expect.arrayContaining([...list.times].map(([id, at]) => `${id}@${at}`)));
        },
      ),
      { numRuns: 2_000 },
    );
  },
);

test('an instant too large to be remembered counts as reported', async () => {
  const list = new FakeList();
  for (let count = 0; count < 1_100; count += 1) list.happen({ is: 'created' });
  const read: ReadPage<null> = async (since, page) => list.page(since, page, 100);
  const empty: Place = { since: 1, reported: new Map() };
  const step = await stepFrom(empty, 100, read);
  expect(new Set(step.rows.map(({ id }) => id)).size).toBe(1_100);
  expect(step.place).toEqual({ since: 2, reported: new Map() });
  expect((await stepFrom(step.place, 100, read)).rows).toEqual([]);
});
