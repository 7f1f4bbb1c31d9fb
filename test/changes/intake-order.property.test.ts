import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIntakeServer, type IntakeServer } from '../support/changes/intake-server.ts';
import { LOGS, newName, type Logs } from '../support/changes/logs.ts';
import { FakeUpstream } from '../support/changes/fake-upstream.ts';

const REPLICAS = 2;
const ENDLESS_MS = 3_600_000;

/** What happens next. Webhooks of changes that have not happened yet are not sent. */
type Step =
  | { readonly is: 'change'; readonly id: string; readonly own: boolean }
  /** Webhooks of changes, by age, all at once: each may come twice, in any order, or never. */
  | {
      readonly is: 'webhooks';
      readonly ages: readonly number[];
      readonly form: 'full' | 'thin' | 'unnumbered';
    }
  | { readonly is: 'batch'; readonly ages: readonly number[] }
  | { readonly is: 'poll' }
  /** A write of our own is recorded by the replica that made it. */
  | { readonly is: 'record'; readonly age: number }
  /** Everything that is running finishes before the next step. */
  | { readonly is: 'settle' };

const ages = fc.array(fc.nat(12), { minLength: 1, maxLength: 5 });
const steps = fc.array(
  fc.oneof<fc.WeightedArbitrary<Step>[]>(
    {
      weight: 6,
      arbitrary: fc.record({
        is: fc.constant('change' as const),
        id: fc.constantFrom('a', 'b', 'c'),
        own: fc.boolean(),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        is: fc.constant('webhooks' as const),
        ages,
        form: fc.constantFrom('full' as const, 'full' as const, 'thin' as const, 'unnumbered' as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('batch' as const), ages }) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('poll' as const) }) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('record' as const), age: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('settle' as const) }) },
  ),
  { minLength: 1, maxLength: 40 },
);

describe.each(LOGS)('with the log in %s', (_, openLogs) => {
  let logs: Logs;

  beforeAll(async () => {
    logs = await openLogs();
  });
  afterAll(() => logs[Symbol.asyncDispose]());

  test('the log has each change once, in the source’s order, however often and late webhooks arrive', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (run, withOwnWrites) => {
        await using world = await World.open(logs);
        for (const [index, step] of run.entries()) await world.take(step, index % REPLICAS, withOwnWrites);
        const { recorded, happened } = await world.end();
        if (withOwnWrites) {
          // A write of our own is recorded at once, and so before earlier changes that have not arrived yet.
          expect(recorded.toSorted((one, other) => one - other)).toEqual(happened);
        } else expect(recorded).toEqual(happened);
      }),
      { numRuns: 60 },
    );
  }, 300_000);
});

/** A system, and replicas that share one log. */
class World implements AsyncDisposable {
  readonly #system: FakeUpstream;
  readonly #servers: readonly IntakeServer[];
  readonly #opened: AsyncDisposableStack;
  readonly #running: Promise<unknown>[] = [];
  /** The numbers of the changes that are writes of our own. */
  readonly #own = new Set<number>();

  private constructor(system: FakeUpstream, servers: readonly IntakeServer[], opened: AsyncDisposableStack) {
    this.#system = system;
    this.#servers = servers;
    this.#opened = opened;
  }

  static async open(logs: Logs): Promise<World> {
    const opened = new AsyncDisposableStack();
    const system = opened.use(await FakeUpstream.start());
    system.pageSize = 3;
    const name = newName();
    // A SQLite log belongs to one process, so the replicas share it.
    const log = logs.open(name);
    opened.defer(() => log.close());
    const servers: IntakeServer[] = [];
    for (let count = 0; count < REPLICAS; count += 1) {
      servers.push(opened.use(await openIntakeServer(system.source, { log, pollMs: ENDLESS_MS })));
    }
    for (const { intake } of servers) await intake.start(() => 'http://127.0.0.1:9');
    return new World(system, servers, opened);
  }

  async take(step: Step, replica: number, withOwnWrites: boolean): Promise<void> {
    const server = this.#servers[replica];
    if (!server) throw new Error(`no replica ${replica}`);
    switch (step.is) {
      case 'change': {
        const isOwn = withOwnWrites && step.own;
        const key = isOwn ? `write-${this.#system.rows.length} Thing:${step.id}` : null;
        const { number } = this.#system.change(step.id, { key });
        if (isOwn) this.#own.add(number);
        return;
      }
      case 'webhooks':
        for (const row of this.#rows(step.ages)) {
          // With the id that the system gave it: a duplicate has the same.
          const sending = { id: `webhook-of-${row.number}-${step.form}` };
          this.#run(server.send(this.#system.event(row, step.form), sending));
        }
        return;
      case 'batch': {
        const events = this.#rows(step.ages).map((row) => this.#system.event(row));
        this.#run(server.send(events, { type: 'application/cloudevents-batch+json' }));
        return;
      }
      case 'poll':
        server.intake.kick('upstream');
        return;
      case 'record':
        for (const { number, change } of this.#rows([step.age])) {
          if (this.#own.has(number)) {
            this.#run(server.recorder.wrote([{ ...change, system: 'upstream' }]));
          }
        }
        return;
      case 'settle':
        await Promise.all(this.#running);
    }
  }

  /** The numbers of the changes in the log, and of all that happened, after a last poll. */
  async end(): Promise<{ readonly recorded: readonly number[]; readonly happened: readonly number[] }> {
    await Promise.all(this.#running);
    const [server] = this.#servers;
    const [last] = [this.#system.change('last')];
    // As good as a poll, and its answer tells when it is done.
    await server?.send(this.#system.event(last, 'unnumbered'));
    const recorded = ((await server?.events()) ?? []).map(({ fields: [field] }) =>
      Number(field?.slice('field'.length)),
    );
    return { recorded, happened: this.#system.rows.map(({ number }) => number) };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }

  #rows(ages: readonly number[]) {
    return ages.flatMap((age) => this.#system.rows.at(-1 - age) ?? []);
  }

  #run(work: Promise<unknown>): void {
    this.#running.push(
      work.then((answer) => {
        const { status = 200 } = (answer ?? {}) as { status?: number };
        if (status !== 200) throw new Error(`answered ${status}`);
      }),
    );
  }
}
