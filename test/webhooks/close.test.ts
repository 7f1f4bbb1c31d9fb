import { expect, test } from 'vitest';
import { QUIET, sqliteBacking, withLog } from '../support/webhooks/backing.ts';
import { Bench } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';

/** Longer than a test may take. */
const FOREVER_MS = 120_000;
const pool = { leaseMs: 1_000, tickMs: 50, drainMs: FOREVER_MS };

test('closing does not wait for replicas that have not yet dropped what is about to be sent', async () => {
  const backing = await sqliteBacking();
  const asked = Promise.withResolvers<undefined>();
  let isMade = false;
  const allEvicted = (): Promise<boolean> => {
    if (!isMade) return Promise.resolve(true);
    asked.resolve(undefined);
    return new Promise(() => undefined);
  };
  const replicas = { ...backing.log.replicas, allEvicted };
  const warnings: string[] = [];
  const logger = { ...QUIET, warn: (_: object, text: string) => void warnings.push(text) };
  await using bench = await Bench.open(withLog(backing, { replicas }), { logger, pool });
  const { id } = await bench.endpoint();
  isMade = true;
  await bench.record(changeOf('7'));
  await asked.promise;
  await bench.webhooks.close();
  expect(warnings).toEqual([]);
  expect((await backing.open().counts(id)).pending).toBe(0);
});

test('closing ends a call when its lease ends, before another process may make one', async () => {
  await using bench = await Bench.open(await sqliteBacking(), { pool, timeoutMs: FOREVER_MS });
  bench.receiver.reply = () => new Promise(() => undefined);
  const { id } = await bench.endpoint();
  await bench.record(changeOf('7'));
  while (bench.receiver.running === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await bench.webhooks.close();
  expect((await bench.backing.open().counts(id)).pending).toBe(1);
});
