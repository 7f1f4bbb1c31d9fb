import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { Cache, type CacheOptions, type SystemOptions } from '../../datasources/cache/cache.ts';
import { type EntityReads, type SystemCache } from '../../datasources/cache/system-cache.ts';
import type { CachedReads } from '../../datasources/cache/cached-reads.ts';
import type { Entry } from '../../datasources/cache/entry.ts';
import { ownedTags, listTag } from '../../datasources/cache/tags.ts';
import { idOf, type Id } from '../../datasources/ids.ts';
import type { Requester, Headers, Shared } from '../../datasources/scope.ts';
import { UNRECORDED } from './recording.ts';

/** A clock that advances only when a test says so. */
export class FakeClock {
  ms = 1_000_000;

  now(): number {
    return this.ms;
  }
}

/** A record of the fake system. */
export interface Thing {
  readonly id: Id<'Thing'>;
  readonly version: number;
}

/** A call that the fake system has received; the test decides when and how it is answered. */
export interface FakeCall {
  readonly keys: readonly string[];
  readonly call: Shared;
  /** Answers with the current data. */
  readonly answer: (headers?: Headers) => void;
  /** Makes the call fail. */
  readonly fail: (message?: string | Error) => void;
}

/** A fake system behind real caches, with a fake clock; the test decides when its calls are answered. */
export class CacheWorld {
  readonly clock: FakeClock;
  readonly cache: Cache;
  readonly system: SystemCache;
  readonly things: EntityReads<'Thing', Thing>;
  /** A list whose calls return its records as well. */
  readonly lists: CachedReads<'', string, readonly string[]>;
  /** The number of things of an owner; none, without a call, for an impossible one. */
  readonly owned: CachedReads<string, null, number>;
  /** The calls, in order of arrival. */
  readonly calls: FakeCall[] = [];
  /** The versions of the existing things, by id. */
  readonly versions = new Map<string, number>();

  constructor(
    options: Partial<CacheOptions> = {},
    clock = new FakeClock(),
    system: Partial<SystemOptions> = {},
  ) {
    this.clock = clock;
    const defaults = {
      isOn: true,
      memoryBytes: 1_000_000,
      tier: null,
      staleMs: 1_000,
      clock,
      recorder: UNRECORDED,
    };
    this.cache = new Cache({ ...defaults, ...options });
    this.system = this.cache.of('fake', { maxAgeMs: 10_000, ...system });
    const things: EntityReads<'Thing', Thing> = this.system.entities<'Thing', Thing>('Thing', {
      isId: (id) => id !== 'impossible',
      read: (ids, call) => this.#callSystem(ids, call, () => this.#records(ids)),
    });
    this.things = things;
    this.lists = this.system.list<string, readonly string[]>('things', {
      tags: () => [listTag('Thing')],
      read: (args, call) =>
        this.#callSystem([args], call, () => {
          const records = [...this.#records([...this.versions.keys()].map(idOf<'Thing'>)).values()];
          call.prime(things, records);
          return records.map(({ id }) => id);
        }),
    });
    this.owned = this.system.groups<string, null, number>('owned', {
      tags: (owner) => ownedTags('Owner', owner, 'Thing'),
      read: (owners, _, call) => {
        const possible = owners.filter((owner) => owner !== 'impossible');
        if (possible.length === 0) return Promise.resolve(new Map());
        return this.#callSystem(
          owners,
          call,
          () => new Map(possible.map((owner) => [owner, this.versions.size])),
        );
      },
      missing: 0,
    });
  }

  /** The version of a thing as a request reads it; null if it does not exist. Rejects with the error of a failed read. */
  async thing(id: string, requester: Requester = requesterOf()): Promise<number | null> {
    const landed = await this.things.read([idOf(id)], null, requester);
    return versionIn(landed.get(idOf(id)));
  }

  /** The list as a request reads it. */
  async list(args: string, requester: Requester = requesterOf()): Promise<readonly string[]> {
    const found = (await this.lists.read([''], args, requester)).get('');
    if (!found || found instanceof Error) throw found ?? new Error('not read');
    return found.entry.value;
  }

  /** The call with this index, once it has arrived. */
  async call(number: number): Promise<FakeCall> {
    for (let tries = 0; tries < 200; tries += 1) {
      const call = this.calls[number];
      if (call) return call;
      await (tries < 20 ? turn() : wait(1));
    }
    throw new Error(`Call ${number} did not come; there were ${this.calls.length}.`);
  }

  /** Reads a thing, and answers the call for it. */
  async filled(id: string, headers?: Headers): Promise<number | null> {
    const next = this.calls.length;
    const read = this.thing(id);
    (await this.call(next)).answer(headers);
    return read;
  }

  #records(ids: readonly Id<'Thing'>[]): Map<Id<'Thing'>, Thing> {
    const known = ids.filter((id) => this.versions.has(id));
    return new Map(known.map((id) => [id, { id, version: this.versions.get(id) ?? 0 }]));
  }

  #callSystem<T>(keys: readonly string[], call: Shared, result: () => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    call.signal.addEventListener('abort', () => reject(new Error('ended')), { once: true });
    this.calls.push({
      keys,
      call,
      answer: (headers = { 'cache-control': 'max-age=10' }) => {
        call.onResponse(headers, 100);
        resolve(result());
      },
      fail: (fault = 'failed') => reject(fault instanceof Error ? fault : new Error(fault)),
    });
    return promise;
  }
}

/** A caller whose request reads from the caches. */
export function requesterOf(signal = new AbortController().signal, requestId = 'test'): Requester {
  return { requestId, signal };
}

/** Resolves once all work that waits for no call has run. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await turn();
  await wait(5);
  await turn();
}

function versionIn(found: { readonly entry: Entry<Thing | null> } | Error | undefined): number | null {
  if (!found || found instanceof Error) throw found ?? new Error('not read');
  return found.entry.value?.version ?? null;
}
