import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { HeldBytes } from '../../server/streams/held-bytes.ts';
import { readConfig } from '../../server/config.ts';
import { systems } from '../support/config.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openRaw } from '../support/raw-streams.ts';

/** 128 MB, of which one caller may take a tenth: tags of which each takes 250 bytes. */
const config = readConfig({ CACHE_BYTES: '0', MAX_CALLER_PERCENT: '10' }, systems);
const ALL = 530_000;
const SHARE = 50_000;

const operation = { document: parse('{ __typename }') };
const groupOf = (key: string, holder: string | null) => ({ key, spec: { operation }, holder });

test('a group is told that there is no room for its tags, until others have fewer', () => {
  const space = new HeldBytes(config);
  const [one, other] = [space.take(groupOf('one', null)), space.take(groupOf('other', null))];
  expect(one.keepsTags(ALL)).toBe(true);
  expect(other.keepsTags(10_000)).toBe(false);
  expect(one.keepsTags(ALL)).toBe(true);
  expect(one.keepsTags(0)).toBe(true);
  expect(other.keepsTags(ALL)).toBe(true);
  other.release();
  expect(one.keepsTags(ALL)).toBe(true);
});

test('one caller may take a share, and the documents it opened first count towards it until no group has them', () => {
  const space = new HeldBytes(config);
  const greedy = space.take(groupOf('one', 'greedy'));
  expect(greedy.keepsTags(SHARE)).toBe(true);
  expect(greedy.keepsTags(SHARE * 2)).toBe(false);
  expect(space.take(groupOf('two', 'modest')).keepsTags(SHARE)).toBe(true);
  expect(() => space.take(groupOf('x'.repeat(4_000_000), 'greedy'))).toThrow('as much memory');
  greedy.release();
  expect(space.take(groupOf('three', 'greedy')).keepsTags(SHARE)).toBe(true);
});

test('operations that differ are refused when their texts take more memory than there is, until some end', async () => {
  const gateway = await startGatewayAlone({ CACHE_BYTES: '0', MAX_BODY_BYTES: '1000000' });
  // Estimated at 39 MB each, of which three fit.
  const open = (n: number) =>
    openRaw('websocket', gateway.url, { query: `query @live { __typename } # ${n} ${'x'.repeat(600_000)}` });
  const answerOf = async (n: number) => (await (await open(n)).have(1))[0];
  const one = await open(1);
  await one.have(1);
  for (const n of [2, 3, 3]) expect(await answerOf(n)).toEqual({ data: { __typename: 'Query' } });
  expect((await answerOf(4))?.errors).toMatchObject([{ extensions: { code: 'TOO_MANY_OPERATIONS' } }]);
  one[Symbol.dispose]();
  await expect.poll(() => gateway.streams.size).toBe(3);
  expect(await answerOf(4)).toEqual({ data: { __typename: 'Query' } });
  await gateway.close();
});
