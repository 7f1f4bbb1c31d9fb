import { FakeClock } from '../cache-world.ts';
import { MemoryStore, MemoryTier } from '../memory-tier.ts';
import { FakeSystem, IDS, OWNERS, READS, type FakeChange, type FakeThing } from './fake-system.ts';
import { Gates, quiet } from './gates.ts';
import { Replica, type FakeList } from './replica.ts';

/** The kinds of steps, with their relative frequencies. */
const KINDS = {
  read: 22,
  answer: 14,
  readAnew: 3,
  open: 30,
  ownWrite: 6,
  foreignWrite: 6,
  tell: 9,
  evict: 4,
  later: 3,
  slow: 2,
  leave: 1,
  comeBack: 3,
  lose: 1,
  gone: 3,
  trouble: 2,
  outage: 2,
} as const;

/** The kind of a step. */
export type Kind = keyof typeof KINDS;

/** All kinds, each repeated by its frequency. */
export const WEIGHED: readonly Kind[] = Object.entries(KINDS).flatMap(([kind, times]) =>
  Array.from({ length: times }, () => kind as Kind),
);

/** A step: its kind, and two numbers that select what it applies to. */
export type Step = readonly [kind: Kind, one: number, other: number];

/** The maximum number of concurrent requests. */
const MAX_CONCURRENT = 40;
const TAGS = ['Thing', 'Thing:*', 'Thing/*', '@fake', 'Thing:1', 'Owner:x/Thing'];
const FIELDS = [
  'max-age=10',
  'max-age=2, stale-while-revalidate=20',
  'no-store',
  'max-age=10, must-revalidate',
];

/** How the replicas are set up. */
export interface ModelOptions {
  readonly hasTier: boolean;
  readonly memoryBytes: number;
}

/** Two replicas over one system and one tier; the steps determine every interleaving. */
export class Model {
  readonly #gates = new Gates();
  readonly #clock = new FakeClock();
  readonly #system = new FakeSystem();
  readonly #store = new MemoryStore({ clock: this.#clock, claimMs: 3_000 });
  readonly #tiers: readonly MemoryTier[];
  readonly #replicas: readonly Replica[];
  readonly #pending: (() => Promise<void>)[] = [];
  readonly #callers: AbortController[] = [];
  readonly #faults: string[] = [];
  readonly #isSlow = [false, false];
  readonly #acts: Readonly<Record<Kind, (one: number, other: number) => void>> = {
    read: (one, other) => {
      this.#ask(() => this.#read(this.#replica(one), false, one, other));
    },
    readAnew: (one, other) => {
      this.#ask(() => this.#read(this.#replica(one), true, one, other));
    },
    answer: (one, other) => {
      this.#ask(() => this.#answer(this.#replica(one), one, other));
    },
    open: (one, other) => {
      for (let times = other % 4; times >= 0; times -= 1) this.#gates.open(one + times);
    },
    ownWrite: (one, other) => {
      const replica = this.#replica(one);
      this.#begin(() => replica.write(() => this.#write(one, other, [replica]), other % 5 === 0));
    },
    foreignWrite: (one, other) => {
      this.#write(one, other, []);
    },
    tell: (_, other) => {
      const [deliver] = this.#pending.splice(other % Math.max(this.#pending.length, 1), 1);
      if (deliver) this.#begin(deliver);
    },
    evict: (one, other) => {
      this.#begin(() => this.#replica(one).evict(this.#at(TAGS, other)));
    },
    later: (_, other) => {
      this.#clock.ms += this.#at([10, 1_500, 4_000, 60_000], other);
      this.#store.wake();
    },
    slow: (one) => {
      this.#isSlow[one % 2] = !this.#isSlow[one % 2];
    },
    leave: (one) => {
      this.#at(this.#tiers, one).leave();
    },
    comeBack: (one) => {
      this.#at(this.#tiers, one).comeBack();
    },
    lose: (_, other) => {
      if (other % 4 === 0) this.#store.lose();
    },
    gone: (one) => {
      const [caller] = this.#callers.splice(one % Math.max(this.#callers.length, 1), 1);
      caller?.abort(new Error('gone'));
    },
    trouble: (_, other) => {
      this.#failing += other % 3;
    },
    outage: (_, other) => {
      this.#isDown = !this.#isDown;
      this.#isKnownDown = this.#isDown && other % 2 === 0;
    },
  };
  #running = 0;
  #failing = 0;
  #isDown = false;
  /** Whether the circuit breaker would be open. */
  #isKnownDown = false;
  #calls = 0;

  constructor({ hasTier, memoryBytes }: ModelOptions) {
    const pauseOf = (index: number) => () => (this.#isSlow[index] ? this.#gates.pass() : Promise.resolve());
    this.#tiers = [0, 1].map((index) => new MemoryTier(this.#store, pauseOf(index)));
    const isKnownAway = () => this.#isKnownDown;
    const connection = { pass: this.#gates.pass, next: () => this.#nextAnswer(), isKnownAway };
    const parts = { system: this.#system, connection, clock: this.#clock, memoryBytes };
    this.#replicas = this.#tiers.map((tier) => new Replica({ ...parts, tier: hasTier ? tier : null }));
  }

  /** How many stale values have been served in place of failed reads so far. */
  get standIns(): number {
    return this.#replicas.reduce((sum, { cache }) => sum + cache.stats.standIns, 0);
  }

  /** Runs the steps and lets all work complete. Gives the faults found; empty if there were none. */
  async run(steps: readonly Step[]): Promise<readonly string[]> {
    using opened = new DisposableStack();
    opened.use(this.#gates.takeTimers());
    for (const step of steps) {
      this.#do(step);
      await quiet();
      if (this.#faults.length > 0) return this.#faults;
    }
    await this.#end();
    return this.#faults;
  }

  #do([kind, one, other]: Step): void {
    this.#acts[kind](one, other);
  }

  #ask(work: () => Promise<unknown>): void {
    if (this.#running >= MAX_CONCURRENT) this.#gates.open(0);
    else this.#begin(work);
  }

  #begin(work: () => Promise<unknown>): void {
    this.#running += 1;
    void work()
      .catch((error: unknown) => this.#faults.push(`A step threw ${String(error)}.`))
      .finally(() => (this.#running -= 1));
  }

  #write(one: number, other: number, own: readonly Replica[]): FakeChange {
    const owner = other % 7 === 0 ? null : this.#at(OWNERS, other);
    const change = this.#system.write(this.#at(IDS, one >> 1), owner);
    for (const replica of this.#replicas) {
      if (!own.includes(replica)) this.#pending.push(() => replica.learn(change));
    }
    return change;
  }

  async #read(replica: Replica, isAnew: boolean, one: number, other: number): Promise<void> {
    const { reads } = replica.context(this.#newCaller());
    if (isAnew) reads.readAnew();
    const names = [...new Set([one >> 1, other, other >> 2].map((number) => this.#at(READS, number)))];
    await Promise.all(
      names.map(async (name) => {
        const floor = replica.knows(name);
        this.#check(name, floor, await replica.read(reads, name), 'read');
      }),
    );
  }

  async #answer(replica: Replica, one: number, other: number): Promise<void> {
    const names = [this.#at(READS, one >> 1), this.#at(READS, other % 4)];
    const floors = names.map((name) => replica.knows(name));
    const data = await replica.answer(names, replica.context(this.#newCaller()));
    if (!data) return;
    names.forEach((name, index) => {
      this.#check(name, floors[index] ?? 0, data[name] as FakeThing | FakeList | null, 'answer');
    });
  }

  /** Records a fault if a value is older than what the replica knew when it was requested. */
  #check(name: string, floor: number, value: FakeThing | FakeList | null | undefined, how: string): void {
    if (value === undefined) return;
    const isOld =
      value === null || value.seq < 0 ? !this.#system.wasAbsentSince(name, floor) : value.seq < floor;
    if (isOld) this.#faults.push(`${how} of ${name}: ${JSON.stringify(value)}, though ${floor} was known`);
  }

  #replica(number: number): Replica {
    return this.#at(this.#replicas, number);
  }

  #newCaller(): AbortSignal {
    const caller = new AbortController();
    this.#callers.push(caller);
    if (this.#callers.length > MAX_CONCURRENT) this.#callers.shift();
    return caller.signal;
  }

  #nextAnswer(): string | null {
    if (this.#isDown) return null;
    if (this.#failing > 0) {
      this.#failing -= 1;
      return null;
    }
    this.#calls += 1;
    return this.#at(FIELDS, this.#calls % 11 < 7 ? 0 : this.#calls % 11);
  }

  /** Ends all failures, delivers all pending changes, and reads everything once more: no request may be left waiting. */
  async #end(): Promise<void> {
    for (const tier of this.#tiers) tier.comeBack();
    for (const deliver of this.#pending.splice(0)) this.#begin(deliver);
    await this.#drain();
    this.#failing = 0;
    this.#isDown = false;
    this.#isKnownDown = false;
    for (const replica of this.#replicas) {
      READS.forEach((_, number) => this.#begin(() => this.#answer(replica, number * 2, number)));
    }
    await this.#drain();
  }

  async #drain(): Promise<void> {
    for (let turns = 0; this.#running > 0; turns += 1) {
      if (turns > 5_000) {
        this.#faults.push(`${this.#running} steps never came to an end.`);
        return;
      }
      if (this.#gates.size === 0) {
        this.#clock.ms += 5_000;
        this.#store.wake();
      }
      this.#gates.open(turns);
      await quiet();
      for (const deliver of this.#pending.splice(0)) this.#begin(deliver);
    }
  }

  #at<T>(all: readonly T[], number: number): T {
    const found = all[number % all.length];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }
}
