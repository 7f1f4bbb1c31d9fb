import { buildSchema, Kind } from 'graphql';
import { Cache } from '../../../datasources/cache/cache.ts';
import { type EntityReads, type SystemCache } from '../../../datasources/cache/system-cache.ts';
import type { CachedReads } from '../../../datasources/cache/cached-reads.ts';
import type { Clock } from '../../../datasources/clock.ts';
import { listTag, ownedTags, tagsOf } from '../../../datasources/cache/tags.ts';
import type { SharedTier, Tag } from '../../../datasources/cache/tier.ts';
import { idOf, type Id } from '../../../datasources/ids.ts';
import type { RequestReads } from '../../../datasources/load/request-reads.ts';
import { UnavailableError } from '../../../datasources/rest/errors/unavailable.ts';
import type { Shared } from '../../../datasources/scope.ts';
import type { Answer } from '../../../server/answers/answer.ts';
import { Answers, type AnswerRequest } from '../../../server/answers/answers.ts';
import { SharedAnswers } from '../../../server/answers/shared-answers.ts';
import { createContext } from '../../../server/context.ts';
import { DetachedWork } from '../../../server/detached.ts';
import { OPEN } from '../../../server/identity/principals.ts';
import type { Context } from '../../../resolvers/context.ts';
import { quiet } from '../source.ts';
import { READS, type FakeChange, type FakeSystem, type FakeThing } from './fake-system.ts';
import { UNRECORDED } from '../recording.ts';

/** Operations are identified by their hash alone, so the document is not used. */
const NO_DOCUMENT = { kind: Kind.DOCUMENT, definitions: [] } as const;

/** Things that were read together, and the system's logical clock at that time. */
export interface FakeList {
  readonly ids: readonly string[];
  /** Negative if the system left it out of its answer. */
  readonly seq: number;
}

type TypedThing = FakeThing & { readonly id: Id<'Thing'> };

/** The connection to the system, which decides when a call proceeds and how it ends. */
export interface FakeConnection {
  readonly pass: () => Promise<void>;
  /** `Cache-Control` of the next answer; null if the call is to fail. */
  readonly next: () => string | null;
  /** Whether the circuit breaker is open. */
  readonly isKnownAway: () => boolean;
}

/** The parts of a replica. */
export interface ReplicaParts {
  readonly system: FakeSystem;
  readonly connection: FakeConnection;
  readonly clock: Clock;
  readonly tier: SharedTier | null;
  readonly memoryBytes: number;
}

const NO_SCHEMA = buildSchema('type Query { nothing: Int }');
const FOR_ALL = { areNone: true, grantTo: () => 'all' as const, rightsOf: () => 'everybody' };
const ASKING = { variables: {}, variablesText: '{}' };

function nobody(): never {
  throw new Error('There are no operators here.');
}

const SETTINGS = { reservationSeconds: 1, maxPage: 1 };

/** One process: real caches and answers over the fake system, and the changes that it knows of. */
export class Replica {
  readonly cache: Cache;
  readonly answers: Answers;
  readonly writes: SystemCache;
  readonly #things: EntityReads<'Thing', TypedThing>;
  readonly #lists: CachedReads<'', string, FakeList>;
  readonly #owned: CachedReads<string, null, FakeList>;
  readonly #known = new Map<string, number>();
  readonly #parts: ReplicaParts;

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
    const { system, tier, clock, memoryBytes } = parts;
    const recorder = UNRECORDED;
    this.cache = new Cache({ isOn: true, memoryBytes, tier, staleMs: 5_000, clock, recorder });
    const shared = tier && new SharedAnswers(tier, NO_SCHEMA, []);
    this.answers = new Answers({
      cache: this.cache,
      isOn: true,
      shared,
      limits: { items: 1_000, answerBytes: 1_000_000 },
    });
    const cache = this.cache.of('fake', {
      maxAgeMs: 10_000,
      staleIfErrorMs: 600_000,
      isCircuitOpen: parts.connection.isKnownAway,
    });
    this.writes = cache;
    const things: EntityReads<'Thing', TypedThing> = cache.entities<'Thing', TypedThing>('Thing', {
      isId: () => true,
      read: (ids, call) =>
        this.#callSystem(call, () => {
          const found = ids.flatMap((id) => system.thing(id) ?? []).map(typed);
          return new Map(found.map((thing) => [thing.id, thing]));
        }),
    });
    this.#things = things;
    this.#lists = cache.list<string, FakeList>('things', {
      tags: () => [listTag('Thing')],
      read: (list, call) =>
        this.#callSystem(call, () => {
          const found = system.list(list);
          call.prime(things, found.map(typed));
          return { ids: found.map(({ id }) => id), seq: system.seq };
        }),
    });
    this.#owned = cache.groups<string, null, FakeList>('owned', {
      tags: (owner) => ownedTags('Owner', owner, 'Thing'),
      missing: { ids: [], seq: -1 },
      read: (owners, _, call) =>
        this.#callSystem(call, () => {
          const groups = owners.map((owner) => [owner, system.owned(owner)] as const);
          for (const [owner, found] of groups) call.prime(things, found.map(typed), owner);
          const full = groups.filter(([, found]) => found.length > 0);
          return new Map(
            full.map(([owner, found]) => [owner, { ids: found.map(({ id }) => id), seq: system.seq }]),
          );
        }),
    });
  }

  /** The newest change to this read that the replica knows of. */
  knows(name: string): number {
    return this.#known.get(name) ?? 0;
  }

  /** Tells the replica of a change, which it knows when this resolves. */
  async learn(change: FakeChange): Promise<void> {
    await this.cache.evict(tagsOf(change.change));
    this.#note(change);
  }

  /** Evicts a tag by hand: afterwards, no read with this tag may be older than now. */
  async evict(tag: Tag): Promise<void> {
    const { seq } = this.#parts.system;
    await this.cache.evict([tag]);
    this.#note({ seq, reads: READS.filter((name) => this.#tagsOf(name).includes(tag)) });
  }

  /** Makes a write, which the replica knows of when this resolves; with `isLost`, its answer is lost. */
  async write(write: () => FakeChange, isLost: boolean): Promise<void> {
    const { pass } = this.#parts.connection;
    let done: FakeChange | undefined;
    const writing = async (): Promise<FakeChange> => {
      await pass();
      done = write();
      await pass();
      if (isLost) throw new Error('lost');
      return done;
    };
    const touched = (written: FakeChange | null) =>
      written
        ? [written.change]
        : [{ entity: 'Thing', id: done?.change.id ?? null, owners: {}, ownersUnknown: true }];
    await this.writes.writing(writing(), 'key', touched).catch(() => undefined);
    if (done) this.#note(done);
  }

  /** The result of a read within a request: undefined if it failed, null if it does not exist. */
  async read(reads: RequestReads, name: string): Promise<FakeThing | FakeList | null | undefined> {
    const [kind, key = ''] = name.split(' ');
    try {
      if (kind === 'thing') return await reads.entity(this.#things).load(idOf(key));
      return await (kind === 'list' ? reads.list(this.#lists, key) : reads.of(this.#owned).load(key, null));
    } catch {
      return undefined;
    }
  }

  /** A whole answer composed of several reads, by name; null if one of them failed. */
  async answer(names: readonly string[], context: Context): Promise<Record<string, unknown> | null> {
    const answer = await this.sent(names, context);
    return answer && (JSON.parse(answer.bytes.toString()) as { data: Record<string, unknown> }).data;
  }

  /** A whole answer as it is sent; null if one of its reads failed. */
  async sent(names: readonly string[], context: Context): Promise<Answer | null> {
    const asked: AnswerRequest = { operation: this.#operation(names), asked: ASKING, rights: 'open' };
    const cached = this.answers.peek(asked);
    const outcome = cached
      ? ({ is: 'answered', served: cached } as const)
      : await this.answers.get(asked, context, () => context);
    return outcome.is === 'answered' ? outcome.served.answer : null;
  }

  /** The context of a request. */
  context(signal: AbortSignal): Context {
    const parts = { entities: {}, systems: new Map(), settings: SETTINGS, log: quiet };
    return createContext(
      {
        ...parts,
        admin: nobody,
        webhooks: nobody,
        changesCursor: async () => '',
        timeoutMs: 1,
        detached: new DetachedWork(),
      },
      { requestId: 'test', signal },
      OPEN,
    );
  }

  #operation(names: readonly string[]): AnswerRequest['operation'] {
    const run = async ({ reads }: Context) => {
      const [first = '', ...rest] = names;
      const values = [await this.read(reads, first)];
      values.push(...(await Promise.all(rest.map((name) => this.read(reads, name)))));
      if (values.includes(undefined)) return null;
      const data = JSON.stringify(Object.fromEntries(names.map((name, index) => [name, values[index]])));
      return { data, policy: { maxAge: null, scope: 'PUBLIC' as const } };
    };
    return {
      hash: names.join(),
      name: null,
      ownName: null,
      document: NO_DOCUMENT,
      cost: { of: () => 1 },
      compiled: { run },
      needs: FOR_ALL,
    };
  }

  #tagsOf(name: string): readonly Tag[] {
    const [kind, key = ''] = name.split(' ');
    if (kind === 'thing') return this.#things.tagsOf(idOf(key), null);
    return kind === 'list' ? this.#lists.tagsOf('', key) : this.#owned.tagsOf(key, null);
  }

  #note({ seq, reads }: Pick<FakeChange, 'seq' | 'reads'>): void {
    for (const name of reads) this.#known.set(name, Math.max(this.knows(name), seq));
  }

  async #callSystem<T>(call: Shared, read: () => T): Promise<T> {
    const { pass, next } = this.#parts.connection;
    await pass();
    const field = next();
    call.signal.throwIfAborted();
    const value = read();
    await pass();
    if (field === null) throw new UnavailableError({ system: 'fake', path: '' }, 'down');
    call.onResponse({ 'cache-control': field }, 100);
    return value;
  }
}

function typed(thing: FakeThing): TypedThing {
  return { ...thing, id: idOf<'Thing'>(thing.id) };
}
