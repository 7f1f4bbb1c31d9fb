import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ChangeHub } from '../../changes/hub.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import type { Logger } from '../../datasources/logger.ts';
import { cursorsIn, recording } from '../support/changes/support.ts';
import { quiet } from '../support/source.ts';

async function hubOf(evict: () => Promise<number> = async () => 0, logger: Logger = quiet) {
  const log = openSqliteLog({ file: ':memory:', maxEvents: 100, maxAgeMs: 3_600_000 });
  const hub = new ChangeHub({ log, cache: { evict }, forget: () => undefined, systems: [], logger });
  await hub.start();
  return {
    hub,
    log,
    [Symbol.asyncDispose]: async () => {
      await hub.close();
      await log.close();
    },
  };
}

test('a listener that fails is logged, and the others still hear of every change', async () => {
  const errors: object[] = [];
  const logger = { ...quiet, error: (fields: object) => void errors.push(fields) };
  await using opened = await hubOf(undefined, logger);
  const fault = new Error('a defect');
  const heard: string[] = [];
  const lost = (): void => undefined;
  opened.hub.listen({
    changed: () => {
      throw fault;
    },
    lost,
  });
  opened.hub.listen({ changed: (events) => heard.push(...events.map(({ id }) => id)), lost });
  for (const id of ['1', '2']) {
    await opened.log.append(recording([id]));
    await expect.poll(() => heard.at(-1)).toBe(id);
  }
  expect(heard).toEqual(['1', '2']);
  expect(errors).toEqual([{ err: fault }, { err: fault }]);
});

test('without replicas, a change counts as evicted everywhere once this process has evicted it, and not before', async () => {
  const evicted = Promise.withResolvers<number>();
  await using opened = await hubOf(() => evicted.promise);
  const { replicas } = opened.log;
  const [cursor] = cursorsIn(await opened.log.append(recording(['1'])));
  let allEvicted: boolean | null = null;
  void replicas.allEvicted(cursor ?? '').then((isSo) => (allEvicted = isSo));
  await turn();
  await turn();
  expect(allEvicted).toBeNull();
  evicted.resolve(0);
  await expect.poll(() => allEvicted).toBe(true);
});
