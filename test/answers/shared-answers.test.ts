import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Entry } from '../../datasources/cache/entry.ts';
import type { SharedTier, Tag } from '../../datasources/cache/tier.ts';
import { momentOf, SharedAnswers, type SharedAnswer } from '../../server/answers/shared-answers.ts';
import { RedisServer } from '../support/redis.ts';
import { Replicas, withClient } from '../support/redis-tier.ts';

const SCHEMA = buildSchema('type Query { a: Int }');
const AT = ['crm@https://crm.example', 'erp@https://erp.example'];

let redis: RedisServer;
let replicas: Replicas;
let one: SharedTier;
let other: SharedTier;
beforeAll(async () => {
  redis = await RedisServer.start();
  replicas = new Replicas();
  one = await replicas.ready(redis.url);
  other = await replicas.ready(redis.url);
});
afterAll(async () => {
  await replicas[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

const answer = (data: string, ...tags: readonly Tag[]): SharedAnswer => ({
  data,
  tags,
  policy: { maxAge: 10, scope: 'PRIVATE' },
  ageMs: 100,
  freshMs: 60_000,
});

const now = async (tier: SharedTier) => (await tier.read([])).began;

describe('an answer that one replica shares', () => {
  test('is found by the other, with its tags, policy, freshness and age', async () => {
    await new SharedAnswers(one, SCHEMA, AT).store('k', answer('{"a":"\\n ü"}', 'A:1', 'B'), await now(one));
    const found = await new SharedAnswers(other, SCHEMA, AT).read('k');
    expect(found).toMatchObject({
      data: '{"a":"\\n ü"}',
      tags: ['A:1', 'B'],
      policy: { maxAge: 10, scope: 'PRIVATE' },
    });
    expect(found?.freshMs).toBe(60_000);
    expect(found?.ageMs).toBeGreaterThanOrEqual(100);
    expect(await new SharedAnswers(other, SCHEMA, AT).read('another')).toBeNull();
  });

  test('is not found by a replica with other systems, or whose schema grants access differently', async () => {
    const guarded = (scope: string) =>
      buildSchema(
        `directive @scope(is: String) on FIELD_DEFINITION type Query { a: Int @scope(is: "${scope}") }`,
      );
    await new SharedAnswers(one, guarded('all'), AT).store('place', answer('1', 'A:1'), await now(one));
    const found = (scope: string, at: readonly string[]) =>
      new SharedAnswers(other, guarded(scope), at).read('place');
    expect(await found('all', ['crm@https://staging.example', ...AT.slice(1)])).toBeNull();
    expect(await found('few', AT)).toBeNull();
    expect(await found('all', AT.toReversed())).not.toBeNull();
  });

  test('is not found by a replica with another schema', async () => {
    await new SharedAnswers(one, SCHEMA, AT).store('schema', answer('1', 'A:1'), await now(one));
    expect(
      await new SharedAnswers(one, buildSchema('type Query { a: Int b: Int }'), AT).read('schema'),
    ).toBeNull();
    expect(
      await new SharedAnswers(other, buildSchema('type Query { a: Int }'), AT).read('schema'),
    ).not.toBeNull();
  });

  test('is dropped when any of its tags is evicted by any replica', async () => {
    const answers = new SharedAnswers(one, SCHEMA, AT);
    for (const tag of ['A:2', 'B:2']) {
      await answers.store('falls', answer('1', 'A:2', 'B:2'), await now(one));
      expect(await answers.read('falls')).not.toBeNull();
      await other.evict([tag]);
      expect(await answers.read('falls')).toBeNull();
    }
  });

  test('is not stored if a part of it was evicted after being read, however late it is assembled', async () => {
    const answers = new SharedAnswers(one, SCHEMA, AT);
    const read = await now(one);
    await other.evict(['A:3']);
    const entry = (moment: number | null) =>
      new Entry({ value: 1, tags: ['A:3'], bornAt: 0, softAt: 1, hardAt: 1, lastAt: 1, size: 1, moment });
    const parts = [entry(await now(one)), entry(read)];
    await answers.store('late', answer('1', 'A:3'), momentOf(parts));
    expect(await answers.read('late')).toBeNull();
    expect(momentOf([...parts, entry(null)])).toBeNull();
    await answers.store('late', answer('1', 'A:3'), null);
    expect(await answers.read('late')).toBeNull();
    await answers.store('late', answer('1', 'A:3'), momentOf(parts.slice(0, 1)));
    expect(await answers.read('late')).not.toBeNull();
  });

  test('is not judged by the tags of the answer that it replaced', async () => {
    const answers = new SharedAnswers(one, SCHEMA, AT);
    await answers.store('swapped', answer('"before"', 'A:4'), await now(one));
    let reads = 0;
    const slow: SharedTier = Object.assign(Object.create(other) as SharedTier, {
      read: async (asked: Parameters<SharedTier['read']>[0]) => {
        const found = await other.read(asked);
        reads += 1;
        if (reads > 1) return found;
        // Between the reads of the index and of the answer, both are replaced, and then dropped by a tag that the first did not have.
        await answers.store('swapped', answer('"after"', 'A:4', 'B:4'), await now(one));
        await one.evict(['B:4']);
        return found;
      },
    });
    expect(await new SharedAnswers(slow, SCHEMA, AT).read('swapped')).toBeNull();
    expect(reads).toBe(2);
  });

  test('is not found if it is no longer fresh or cannot be parsed', async () => {
    const answers = new SharedAnswers(one, SCHEMA, AT);
    await answers.store('old', { ...answer('1', 'A:5'), ageMs: 60_000 }, await now(one));
    expect(await answers.read('old')).toBeNull();
    await answers.store('garbled', answer('1', 'A:5'), await now(one));
    const spoil = (pattern: string, change: (text: string) => string) =>
      withClient(redis.url, async (client) => {
        for (const key of await client.keys(pattern))
          await client.set(key, change((await client.get(key)) ?? ''), 'KEEPTTL');
      });
    await spoil('*:answer:*:garbled', (text) => text.replace('\n["', '\n{"'));
    expect(await answers.read('garbled')).toBeNull();
    await spoil('*:answer-tags:*:garbled', (text) => text.replace(/\n.*/, '\n{}'));
    expect(await answers.read('garbled')).toBeNull();
  });
});
