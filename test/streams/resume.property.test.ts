import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { ChangeHub } from '../../changes/hub.ts';
import { changeOf, record } from '../support/changes.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openRaw, type RawStream } from '../support/raw-streams.ts';
import { STREAMS, type StreamBy } from '../support/streams.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
});
afterAll(() => product[Symbol.asyncDispose]());

const QUERY = `subscription ($after: String, $ids: [ID!]) {
  customerChanged(filter: { ids: $ids }, after: $after) { cursor customer { id name } } }`;
const IDS = ['29485', '29486', '29487'];

/** One who is cut off again and again and comes back with the last that it has. */
class Returning {
  readonly told: string[] = [];
  readonly #by: StreamBy;
  readonly #ids: readonly string[] | null;
  readonly #began: string;
  #stream: RawStream | null = null;

  constructor(by: StreamBy, ids: readonly string[] | null, began: string) {
    this.#by = by;
    this.#ids = ids;
    this.#began = began;
  }

  async comeBack(): Promise<void> {
    this.leave();
    const variables = {
      after: this.told.at(-1) ?? this.#began,
      ids: this.#ids?.map((id) => `customer:${id}`) ?? null,
    };
    this.#stream = await openRaw(this.#by, product.url, { query: QUERY, variables });
  }

  leave(): void {
    const stream = this.#stream;
    this.#stream = null;
    stream?.[Symbol.dispose]();
    for (const { data } of stream?.results ?? []) this.told.push(data.customerChanged.cursor as string);
  }

  async have(count: number): Promise<void> {
    await this.#stream?.have(count - this.told.length);
  }
}

const STEP = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constant('record'), ids: fc.array(fc.constantFrom(...IDS)) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('return'), who: fc.nat(3), delayMs: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('pause'), delayMs: fc.nat(8) }) },
);

test('who comes back at any moment is told everything, once and in order', async () => {
  let [comings, events] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 5, maxLength: 60 }), async (steps) => {
      const began = await product.changes.log.newest();
      const readers = STREAMS.flatMap((by) => [
        new Returning(by, null, began),
        new Returning(by, ['29485', '29487'], began),
      ]);
      const happened: { cursor: string; id: string }[] = [];
      for (const reader of readers) await reader.comeBack();
      const returns: Promise<void>[] = readers.map(() => Promise.resolve());
      for (const step of steps) {
        if ('ids' in step) {
          const cursors = await record(product, ...step.ids.map((id) => changeOf('Customer', id)));
          step.ids.forEach((id, at) => happened.push({ id, cursor: cursors[at] ?? '' }));
        } else if ('who' in step) {
          // Meanwhile things go on happening; nobody returns twice at the same time.
          returns[step.who] = (returns[step.who] ?? Promise.resolve()).then(() =>
            readers[step.who]?.comeBack(),
          );
          comings += 1;
          await pause(step.delayMs);
        } else await pause(step.delayMs);
      }
      await Promise.all(returns);
      events += happened.length;
      for (const [index, reader] of readers.entries()) {
        const wanted = happened.filter(({ id }) => index % 2 === 0 || id !== '29486');
        await reader.have(wanted.length);
        reader.leave();
        expect(reader.told).toEqual(wanted.map(({ cursor }) => cursor));
      }
    }),
    { numRuns: 60 },
  );
  console.log(`${comings} returns, ${events} events`);
}, 120_000);

test('pages of the hub join without a gap or a repeat, whatever happens between them', async () => {
  const log = openSqliteLog({ file: ':memory:', maxEvents: 100_000, maxAgeMs: 3_600_000 });
  const [first = ''] = await record({ changes: { log } }, changeOf('Customer', '0'));
  await record({ changes: { log } }, ...Array.from({ length: 50 }, () => changeOf('Customer', '1')));
  const hub = new ChangeHub({
    log,
    // Evicting takes a while, as with Redis.
    cache: { evict: () => pause(Math.random() * 2).then(() => 0) },
    forget: () => undefined,
    systems: [],
    logger: { debug: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await hub.start();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(12)), { minLength: 1, maxLength: 20 }),
      async (turns) => {
        const told: string[] = [];
        let at = first;
        for (const [limit, recorded] of turns) {
          if (recorded > 0)
            await record(
              { changes: { log } },
              ...Array<never>(recorded).fill(changeOf('Customer', '2') as never),
            );
          const page = await hub.read(at, limit);
          told.push(...page.events.map(({ cursor }) => cursor));
          expect(page.events.length).toBeLessThanOrEqual(limit);
          at = page.reached;
        }
        const all = (await log.read(first, 100_000)).map(({ cursor }) => cursor);
        expect(told).toEqual(all.slice(0, told.length));
        expect(at === first || all.includes(at)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
  await hub.close();
  await log.close();
});
