import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ChangeHub } from '../../changes/hub.ts';
import { CursorExpiredError } from '../../changes/log.ts';
import { singleProcess } from '../../changes/replicas.ts';
import { memoryLog } from '../support/changes/intake-server.ts';
import { systemTag } from '../../datasources/cache/tags.ts';
import { recording } from './support.ts';
import { quiet } from '../support/redis-tier.ts';

test('a read waits until no replica serves anything from before a loss, even one already waiting', async () => {
  const waits: PromiseWithResolvers<boolean>[] = [];
  const everywhere = () => {
    const wait = Promise.withResolvers<boolean>();
    waits.push(wait);
    return wait.promise;
  };
  const log = Object.assign(memoryLog(), { replicas: { ...singleProcess(() => true), everywhere } });
  const hub = new ChangeHub({
    log,
    cache: { evict: async () => 0 },
    forget: () => undefined,
    systems: [],
    logger: quiet,
  });
  await hub.start();
  const start = await log.newest();
  let isRead = false;
  const read = hub.read(start, 10).then(() => (isRead = true));
  await hub.lost(start);
  expect(waits).toHaveLength(2);
  waits[0]?.resolve(true);
  await pause(20);
  expect(isRead).toBe(false);
  waits[1]?.resolve(true);
  await read;
  await hub.close();
  await log.close();
});

test('a change that cannot be handled counts as lost, and the log is followed on', async () => {
  const log = memoryLog();
  const evicted: (readonly string[])[] = [];
  const evict = async (tags: readonly string[]) => {
    if (tags.includes('Order:bad')) throw new Error('a defect');
    evicted.push(tags);
    return 0;
  };
  const logged: string[] = [];
  const logger = { ...quiet, error: (_: object, message: string) => logged.push(message) };
  const hub = new ChangeHub({ log, cache: { evict }, forget: () => undefined, systems: ['crm'], logger });
  await hub.start();
  const losses: unknown[] = [];
  const ids: string[] = [];
  hub.listen({
    changed: (events) => ids.push(...events.map(({ id }) => id)),
    lost: (error) => losses.push(error),
  });
  await log.append(recording(['bad']));
  await expect.poll(() => losses.length, { timeout: 5_000 }).toBe(1);
  expect(logged[0]).toContain('following the change log failed');
  expect(evicted).toEqual([[systemTag('crm')]]);
  await log.append(recording(['good']));
  await expect.poll(() => ids).toEqual(['good']);
  await hub.close();
  await log.close();
});

test('a client whose cursor has expired may read afresh at once: by then, no replica serves anything from before', async () => {
  const wait = Promise.withResolvers<boolean>();
  const asked: string[] = [];
  const everywhere = (cursor: string) => {
    asked.push(cursor);
    return asked.length === 1 ? Promise.resolve(true) : wait.promise;
  };
  const log = Object.assign(memoryLog(), { replicas: { ...singleProcess(() => true), everywhere } });
  const hub = new ChangeHub({
    log,
    cache: { evict: async () => 0 },
    forget: () => undefined,
    systems: [],
    logger: quiet,
  });
  await hub.start();
  let error: unknown = null;
  const read = hub.read('abcdefghijkl.1-1', 10).catch((reason: unknown) => (error = reason));
  await pause(20);
  expect(error).toBeNull();
  wait.resolve(true);
  await read;
  expect(error).toBeInstanceOf(CursorExpiredError);
  expect(asked.at(-1)).toBe((error as CursorExpiredError).oldest);
  await hub.close();
  await log.close();
});
