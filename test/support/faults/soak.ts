import { setTimeout as pause } from 'node:timers/promises';
import { Dice } from '../dice.ts';
import { RedisServer } from '../redis.ts';
import { withClient } from '../redis-tier.ts';
import { STREAMS } from '../streams.ts';
import { verdictOn, type Verdict } from './audit.ts';
import { Courier, type Chances, type Sent } from './courier.ts';
import { FastCrm } from './fast-crm.ts';
import { Faults } from './faults.ts';
import { Fleet } from './fleet.ts';
import { ALL, MUCH, SOME } from './subscriptions.ts';
import { Reader, type ReaderOptions } from './reader.ts';

/** Options of {@link soak}. */
export interface SoakOptions {
  readonly events: number;
  readonly perSecond: number;
  /** The same seed gives the same faults and random choices, though not the same timing. */
  readonly seed: number;
  /** Faults are injected in rounds, each fault once, until all events have happened and this many rounds are over. */
  readonly rounds: number;
  /** Whether every webhook is lost, so that changes are found only by polling. */
  readonly isPolled: boolean;
  /** Reports progress. */
  readonly say: (what: string) => void;
}

/** The result of {@link soak}. */
export interface SoakReport {
  readonly events: number;
  readonly seconds: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly webhooks: Sent;
  /** Whether the lease to poll has moved from one replica to another. */
  readonly hasLeaseMoved: boolean;
  readonly verdicts: readonly Verdict[];
}

const CUSTOMERS = 200;
const CHANCES: Chances = { dropped: 10, doubled: 10, late: 15, replayed: 5 };
const ALL_DROPPED: Chances = { dropped: 100, doubled: 0, late: 0, replayed: 0 };
const MAX_PER_WEBHOOK = 10;
/** The time within which every reader must receive the last event once all faults have ended. */
const PATIENCE_MS = 90_000;
const TICK_MS = 20;

/** Changes customers while injecting every fault, and checks what subscribers received. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const dice = new Dice(options.seed);
  await using opened = new AsyncDisposableStack();
  // Redis acknowledges a write only once it is on disk, so that a kill loses nothing it has acknowledged.
  const redis = opened.use(await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always'));
  const crm = opened.use(await FastCrm.start(CUSTOMERS));
  const fleet = opened.use(await Fleet.start(crm.url, redis));
  const courier = new Courier(crm, () => fleet.urls, dice, options.isPolled ? ALL_DROPPED : CHANCES);
  const faults = new Faults(fleet, redis, dice);
  const readers = readersOf(() => fleet.urls, dice);
  opened.defer(async () => {
    await Promise.all(readers.map((reader) => reader.stop()));
  });
  const changes = new ChangeMaker(crm, courier, dice, options);
  const began = performance.now();
  await changes.until(() => readers.every(({ events }) => events.length > 0), 1);
  options.say('every subscriber has received an event');
  const firstLease = await leaseIn(redis);
  const done = changes.all();
  for (let round = 1; round <= options.rounds || !changes.areDone; round += 1) {
    await faults.round(() => round > options.rounds && changes.areDone);
    options.say(`round ${round}: ${crm.rows.length} events`);
  }
  await faults.rollingRestart();
  await done;
  await courier.settled();
  for (const reader of readers) reader.calm();
  options.say('all faults have ended');
  await changes.last(readers, performance.now() + PATIENCE_MS);
  return {
    events: crm.rows.length,
    seconds: (performance.now() - began) / 1_000,
    faults: faults.counted,
    webhooks: courier.counted,
    hasLeaseMoved: (await leaseIn(redis)) !== firstLease,
    verdicts: readers.map((reader) => verdictOn(reader, crm.rows, changes.madeAt)),
  };
}

/** The token of the lease to poll the CRM; each holder gets a new one. */
function leaseIn({ url }: RedisServer): Promise<string | null> {
  return withClient(url, (client) => client.hget('isthmus:changes:1:log', 'token:crm'));
}

function readersOf(urls: () => readonly string[], dice: Dice): readonly Reader[] {
  const common = { urls, dice, cutMs: null, stalls: false, credentials: {}, takesPartial: false };
  const kinds: Pick<ReaderOptions, 'by' | 'subscription'>[] = [
    { by: 'websocket', subscription: ALL },
    { by: 'sse', subscription: ALL },
    { by: 'websocket', subscription: SOME },
  ];
  return [
    ...kinds.map((kind) => new Reader({ ...common, ...kind })),
    ...kinds.map((kind) => new Reader({ ...common, ...kind, cutMs: 500 })),
    ...STREAMS.map((by) => new Reader({ ...common, by, subscription: MUCH, stalls: true })),
  ];
}

/** Changes customers at a steady rate. */
class ChangeMaker {
  /** When each change was made, by `performance`. */
  readonly madeAt = new Map<number, number>();
  areDone = false;
  readonly #crm: FastCrm;
  readonly #courier: Courier;
  readonly #dice: Dice;
  readonly #options: SoakOptions;

  constructor(crm: FastCrm, courier: Courier, dice: Dice, options: SoakOptions) {
    this.#crm = crm;
    this.#courier = courier;
    this.#dice = dice;
    this.#options = options;
  }

  /** Makes `count` changes now and then, until a condition holds. */
  async until(holds: () => boolean, count: number): Promise<void> {
    while (!holds()) {
      this.#change(count);
      await pause(100);
    }
  }

  /** Makes all changes at the configured rate. */
  async all(): Promise<void> {
    const { events, perSecond } = this.#options;
    const [began, before] = [performance.now(), this.#crm.rows.length];
    for (let made = 0; made < events; made = this.#crm.rows.length - before) {
      const due = Math.min(events, Math.floor(((performance.now() - began) / 1_000) * perSecond));
      for (let missing = due - made; missing > 0; missing -= MAX_PER_WEBHOOK)
        this.#change(this.#dice.between(1, Math.min(missing, MAX_PER_WEBHOOK)));
      await pause(TICK_MS);
    }
    this.areDone = true;
  }

  /** Waits until every reader has received its last event, or the time is up. */
  async last(readers: readonly Reader[], end: number): Promise<void> {
    const lasts = readers.map(({ options: { subscription } }) => {
      const row = this.#crm.rows.findLast(({ id }) => subscription.ids?.has(id) ?? true);
      return row?.at;
    });
    while (performance.now() < end) {
      if (readers.every(({ events }, index) => events.at(-1)?.at === lasts[index])) return;
      await pause(100);
    }
  }

  #change(count: number): void {
    const rows = Array.from({ length: count }, () =>
      this.#crm.change(String(this.#dice.between(1, CUSTOMERS))),
    );
    for (const { number } of rows) this.madeAt.set(number, performance.now());
    this.#courier.send(rows);
  }
}
