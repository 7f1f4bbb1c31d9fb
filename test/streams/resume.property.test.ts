import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { ChangeHub } from '../../changes/hub.ts';
import { changeOf, record } from '../support/changes.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openRaw, type RawStream } from '../support/raw-streams.ts';
import { STREAMS, type StreamTransport } from '../support/streams.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
});
afterAll(() => product[Symbol.asyncDispose]());

const QUERY = `subscription ($after: String, $ids: [ID!]) {
  customerChanged(filter: { ids: $ids }, after: $after) { cursor customer { id name } } }`;
const IDS = ['29485', '29486', '29487'];

/** A client that is cut off again and again, and resumes after the last cursor that it has. */
class ResumingClient {
  readonly received: string[] = [];
  readonly #by: StreamTransport;
  readonly #ids: readonly string[] | null;
  readonly #began: string;
  #stream: RawStream | null = null;

  constructor(by: StreamTransport, ids: readonly string[] | null, began: string) {
    this.#by = by;
    this.#ids = ids;
    this.#began = began;
  }

  async resume(): Promise<void> {
    this.leave();
    const variables = {
      after: this.received.at(-1) ?? this.#began,
      ids: this.#ids?.map((id) => `customer:${id}`) ?? null,
    };
    this.#stream = await openRaw(this.#by, product.url, { query: QUERY, variables });
  }

  leave(): void {
    const stream = this.#stream;
    this.#stream = null;
    stream?.[Symbol.dispose]();
    for (const { data } of stream?.results ?? []) this.received.push(data.customerChanged.cursor as string);
  }

  async have(count: number): Promise<void> {
    await this.#stream?.have(count - this.received.length);
  }
}

const STEP = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constant('record'), ids: fc.array(fc.constantFrom(...IDS)) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('return'), client: fc.nat(3), delayMs: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('pause'), delayMs: fc.nat(8) }) },
);

test('a client that resumes at any moment receives everything, once and in order', async () => {
  let [resumptions, events] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 5, maxLength: 60 }), async (steps) => {
      const began = await product.changes.log.newest();
      const readers = STREAMS.flatMap((by) => [
        new ResumingClient(by, null, began),
        new ResumingClient(by, ['29485', '29487'], began),
      ]);
      const happened: { cursor: string; id: string }[] = [];
      for (const reader of readers) await reader.resume();
      const returns: Promise<void>[] = readers.map(() => Promise.resolve());
      for (const step of steps) {
        if ('ids' in step) {
          const cursors = await record(product, ...step.ids.map((id) => changeOf('Customer', id)));
          step.ids.forEach((id, at) => happened.push({ id, cursor: cursors[at] ?? '' }));
        } else if ('client' in step) {
          // Events go on meanwhile; no client resumes twice at the same time.
          returns[step.client] = (returns[step.client] ?? Promise.resolve()).then(() =>
            readers[step.client]?.resume(),
          );
          resumptions += 1;
          await pause(step.delayMs);
        } else await pause(step.delayMs);
      }
      await Promise.all(returns);
      events += happened.length;
      for (const [index, reader] of readers.entries()) {
        const wanted = happened.filter(({ id }) => index % 2 === 0 || id !== '29486');
        await reader.have(wanted.length);
        reader.leave();
        expect(reader.received).toEqual(wanted.map(({ cursor }) => cursor));
      }
    }),
    { numRuns: 60 },
  );
  console.log(`${resumptions} returns, ${events} events`);
}, 120_000);

test('pages that are read from the hub join without gaps or repeats, whatever happens between them', async () => {
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
        const received: string[] = [];
        let at = first;
        for (const [limit, recorded] of turns) {
          if (recorded > 0)
            await record(
              { changes: { log } },
              ...Array<never>(recorded).fill(changeOf('Customer', '2') as never),
            );
          const page = await hub.read(at, limit);
          received.push(...page.events.map(({ cursor }) => cursor));
          expect(page.events.length).toBeLessThanOrEqual(limit);
          at = page.reached;
        }
        const all = (await log.read(first, 100_000)).map(({ cursor }) => cursor);
        expect(received).toEqual(all.slice(0, received.length));
        expect(at === first || all.includes(at)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
  await hub.close();
  await log.close();
});
