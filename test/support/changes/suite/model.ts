import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewChange } from '../../../../changes/event.ts';
import type { ChangeLog, Recorded, Recording } from '../../../../changes/log.ts';
import { allAfter, change } from '../support.ts';
import type { OpenBench } from './bench.ts';

const RUNS = 150;

const few = fc.nat(3).map(String);
const perhaps = (text: fc.Arbitrary<string>) => fc.option(text, { freq: 2 });
const changes = fc.array(fc.tuple(fc.constantFrom('crm', 'erp'), few, perhaps(fc.nat(20).map(String))), {
  maxLength: 4,
});
const place = fc.option(
  fc.record({
    source: fc.constantFrom('crm', 'erp'),
    // Mostly from the source's current position, which the model knows.
    from: fc.oneof({ weight: 3, arbitrary: fc.constant('here') }, { weight: 1, arbitrary: perhaps(few) }),
    to: few,
    token: fc.constantFrom('none', 'right', 'wrong'),
  }),
);
const recordings = fc.record({ changes, place, once: perhaps(fc.nat(15).map(String)) });
/** The recordings of a batch are all sent at once, from one replica. */
const steps = fc.array(fc.tuple(fc.boolean(), fc.array(recordings, { minLength: 1, maxLength: 4 })), {
  minLength: 1,
  maxLength: 12,
});

type Drawn = typeof recordings extends fc.Arbitrary<infer T> ? T : never;

/** The simplest possible log. */
class Model {
  readonly events: string[] = [];
  readonly positions = new Map<string, string>();
  readonly #names = new Set<string>();
  readonly #tokens: ReadonlyMap<string, number>;

  /** `tokens` are those of each source's lease. */
  constructor(tokens: ReadonlyMap<string, number>) {
    this.#tokens = tokens;
  }

  /** A drawn recording, with the actual position and token. Names contain `run`, since one log serves all runs. */
  recordingOf({ changes: drawn, place: at, once }: Drawn, run: string): Recording {
    const made = drawn.map(([system, id, key]) => change(id, { system, key: key && run + key }));
    if (!at) return { changes: made, step: null, name: once && run + once };
    const source = run + at.source;
    const from = at.from === 'here' ? (this.positions.get(source) ?? null) : at.from;
    const right = this.#tokens.get(source) ?? NaN;
    const token = at.token === 'none' ? null : at.token === 'right' ? right : right - 1;
    return { changes: made, step: { source, from, to: at.to, token }, name: once && run + once };
  }

  record({
    changes: made,
    step: at,
    name: once,
  }: Recording): Pick<Recorded, 'is'> & { readonly news?: readonly boolean[] } {
    if (at && at.token !== null && at.token !== this.#tokens.get(at.source)) return { is: 'fenced' };
    if (once !== null && this.#names.has(`once ${once}`)) return { is: 'known' };
    if (at && (this.positions.get(at.source) ?? null) !== at.from) return { is: 'elsewhere' };
    if (at) this.positions.set(at.source, at.to);
    if (once !== null) this.#names.add(`once ${once}`);
    return { is: 'recorded', news: made.map((each) => this.#isNew(each)) };
  }

  #isNew({ system, id, key }: NewChange): boolean {
    const name = `${system} ${key}`;
    if (key !== null && this.#names.has(name)) return false;
    if (key !== null) this.#names.add(name);
    this.events.push(`${system} ${id}`);
    return true;
  }
}

/** The outcome of a recording, without cursors. */
function outcomeOf(recorded: Recorded): ReturnType<Model['record']> {
  if (recorded.is !== 'recorded') return { is: recorded.is };
  return { is: 'recorded', news: recorded.cursors.map((cursor) => cursor !== null) };
}

/** Tests that any recordings, in any order, have the same outcome as in the model. */
export function modelTests(open: OpenBench): void {
  test('handles any recordings as a model of it does', async () => {
    await using bench = await open();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (batches) => {
        const name = `${(run += 1)} `;
        const start = await bench.one.newest();
        const sources = [`${name}crm`, `${name}erp`];
        const model = new Model(await leasesOf(bench.one, sources));
        for (const [isFirst, batch] of batches) {
          const log = isFirst ? bench.one : bench.other;
          const expected = [];
          const asked = [];
          for (const drawn of batch) {
            const recording = model.recordingOf(drawn, name);
            expected.push(model.record(recording));
            asked.push(log.append(recording));
          }
          expect((await Promise.all(asked)).map(outcomeOf)).toEqual(expected);
        }
        const events = await allAfter(bench.other, start, 7);
        expect(events.map(({ system, id }) => `${system} ${id}`)).toEqual(model.events);
        for (const source of sources) {
          expect(await bench.one.positionOf(source)).toBe(model.positions.get(source) ?? null);
        }
      }),
      { numRuns: RUNS },
    );
  });
}

async function leasesOf(log: ChangeLog, sources: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const tokens = new Map<string, number>();
  for (const source of sources) tokens.set(source, (await log.lease(source, 60_000))?.token ?? NaN);
  return tokens;
}
