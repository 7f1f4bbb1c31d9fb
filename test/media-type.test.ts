import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { GRAPHQL_TYPE, preferredType } from '../server/media-type.ts';

const MEGABYTE = 1024 * 1024;

test('long values of Accept are understood, and not held in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = async () => {
    // What was created in this job stays until its end.
    await sleep(0);
    collect();
    return process.memoryUsage().heapUsed / MEGABYTE;
  };
  const before = await used();
  for (let n = 0; n < 900; n += 1)
    expect(preferredType(`${GRAPHQL_TYPE}, ${'x'.repeat(16_000)}/${n}`)).toBe(GRAPHQL_TYPE);
  expect((await used()) - before).toBeLessThan(5);
});
