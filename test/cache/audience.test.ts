import { expect, test } from 'vitest';
import { Cache } from '../../datasources/cache/cache.ts';
import { type EntityReads } from '../../datasources/cache/system-cache.ts';
import { listTag } from '../../datasources/cache/tags.ts';
import { idOf, type Id, type Ref } from '../../datasources/ids.ts';
import type { Caller, RequestScope, Shared } from '../../datasources/scope.ts';
import { cacheless, scopeOf } from '../support/source.ts';

type Thing = Ref<'Thing'>;

const cache = new Cache({ ...cacheless().options, isOn: true }).of('fake', { maxAgeMs: 0 });
const tags = () => [listTag('Thing')];
const isId = () => true;

/** A read that needs to know its caller. */
const asCaller = (_: unknown, call: Caller): Promise<ReadonlyMap<Id<'Thing'>, Thing>> =>
  Promise.resolve(new Map([[idOf<'Thing'>(call.audience), { id: idOf<'Thing'>(call.audience) }]]));
const asRequest = (_: unknown, scope: RequestScope): Promise<ReadonlyMap<Id<'Thing'>, Thing>> =>
  Promise.resolve(new Map(scope.reads.isPersonal ? [] : []));
const forAll = (_: unknown, call: Shared): Promise<ReadonlyMap<Id<'Thing'>, Thing>> =>
  Promise.resolve(new Map([[idOf<'Thing'>(call.audience), { id: idOf<'Thing'>(call.audience) }]]));

// These tests check types: removing one of the `@ts-expect-error` comments, or making it needless, breaks the build.
test('entities are read for everyone', () => {
  expect(cache.entities<'Thing', Thing>('Thing', { isId, read: forAll })).toBeDefined();
  // @ts-expect-error -- needs a caller
  cache.entities<'Thing', Thing>('Thing', { isId, read: asCaller });
  // @ts-expect-error -- needs a request
  cache.entities<'Thing', Thing>('Thing', { isId, read: asRequest });
});

test('groups of owners are read for everyone', () => {
  const groups = { tags, missing: null };
  const read = (keys: readonly Id<'Thing'>[], _: null, call: Shared) => forAll(keys, call);
  expect(cache.groups<Id<'Thing'>, null, Thing | null>('groups', { ...groups, read })).toBeDefined();
  cache.groups<Id<'Thing'>, null, Thing | null>('groups', {
    ...groups,
    // @ts-expect-error -- needs a caller
    read: (keys, _: null, call: Caller) => asCaller(keys, call),
  });
  cache.groups<Id<'Thing'>, null, Thing | null>('groups', {
    ...groups,
    // @ts-expect-error -- needs a request
    read: (keys, _: null, call: RequestScope) => asRequest(keys, call),
  });
});

test('lists are read for everyone', () => {
  const read = async (_: null, call: Shared) => [...(await forAll(null, call)).keys()];
  expect(cache.list<null, readonly string[]>('list', { tags, read })).toBeDefined();
  cache.list<null, readonly string[]>('list', {
    tags,
    // @ts-expect-error -- needs a caller
    read: async (_: null, call: Caller) => [...(await asCaller(null, call)).keys()],
  });
  cache.list<null, readonly string[]>('list', {
    tags,
    // @ts-expect-error -- needs a request
    read: async (_: null, scope: RequestScope) => [...(await asRequest(null, scope)).keys()],
  });
});

test('a shared call has no caller, and is not one', () => {
  const scope: RequestScope = scopeOf();
  // @ts-expect-error -- a request is not everyone
  const shared: Shared = scope;
  const call = {} as Shared;
  // @ts-expect-error -- everyone is not a caller
  const caller: Caller = call;
  // @ts-expect-error -- what a request has read is its own
  expect(call.reads).toBe(undefined);
  // @ts-expect-error -- what came along with a caller's own read is not for everyone
  const prime: unknown = scope.prime;
  expect([shared, caller, prime]).toHaveLength(3);
});

test('tags are determined before anything is read: they cannot depend on a value', () => {
  const reads: EntityReads<'Thing', Thing> = cache.entities<'Thing', Thing>('Thing', { isId, read: forAll });
  expect(reads.tagsOf(idOf('1'), null)).toEqual(['Thing:1', 'Thing:*', '@fake']);
  // @ts-expect-error -- an id of another kind
  expect(reads.tagsOf(idOf<'Customer'>('1'), null)).toHaveLength(3);
});
