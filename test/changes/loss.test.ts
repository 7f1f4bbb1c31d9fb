import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ChangeHub } from '../../changes/hub.ts';
import { CursorExpiredError } from '../../changes/errors/cursor-expired.ts';
import { singleProcess } from '../../changes/replicas.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { openStore } from '../../changes/sqlite/store.ts';
import { memoryLog } from '../support/changes/intake-server.ts';
import { systemTag } from '../../datasources/cache/tags.ts';
import { cursorsIn, FAR, idsOf, numbers, recording } from '../support/changes/support.ts';
import { quiet } from '../support/redis-tier.ts';

/** A hub over a log in memory, whose replicas have evicted up to a cursor once `allEvicted` resolves. */
async function startHub(allEvicted: (cursor: string) => Promise<boolean>) {
  const log = Object.assign(memoryLog(), { replicas: { ...singleProcess(() => true), allEvicted } });
  const hub = new ChangeHub({
    log,
    cache: { evict: async () => 0 },
    forget: () => undefined,
    systems: [],
    logger: quiet,
  });
  await hub.start();
  return { hub, log };
}

test('a read waits until no replica serves anything from before a loss, even one already waiting', async () => {
  const waits: PromiseWithResolvers<boolean>[] = [];
  const allEvicted = () => {
    const wait = Promise.withResolvers<boolean>();
    waits.push(wait);
    return wait.promise;
  };
  const { hub, log } = await startHub(allEvicted);
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
  await expect.poll(() => logged.length).toBe(1);
  // Until it is followed again, nobody evicts what changes.
  expect(log.replicas.mayServeCached).toBe(false);
  await expect.poll(() => losses.length, { timeout: 5_000 }).toBe(1);
  expect(logged[0]).toContain('following the change log failed');
  expect(evicted).toEqual([[systemTag('crm')]]);
  await log.append(recording(['good']));
  await expect.poll(() => ids).toEqual(['good']);
  await expect.poll(() => log.replicas.mayServeCached).toBe(true);
  await hub.close();
  await log.close();
});

test('a client whose cursor has expired may read afresh at once: by then, no replica serves anything from before', async () => {
  const wait = Promise.withResolvers<boolean>();
  const asked: string[] = [];
  const allEvicted = (cursor: string) => {
    asked.push(cursor);
    return asked.length === 1 ? Promise.resolve(true) : wait.promise;
  };
  const { hub, log } = await startHub(allEvicted);
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

test('a reader is not taken past an entry that cannot be read', async () => {
  const store = openStore(':memory:');
  const log = openSqliteLog({ store, ...FAR });
  const cursors = cursorsIn(await log.append(recording(numbers(1, 11))));
  const [second = '', , fourth = '', damaged = ''] = cursors.slice(1);
  store.db
    .prepare('UPDATE change_event SET entry = ? WHERE place = ?')
    .run('damaged', damaged.split('.')[1] ?? '');
  const cache = { evict: async () => 0 };
  const hub = new ChangeHub({ log, cache, forget: () => undefined, systems: [], logger: quiet });
  await hub.start();
  expect(hub.position).toBe(cursors.at(-1));
  const { events, reached } = await hub.read(second, 500);
  expect(idsOf(events)).toEqual(['3', '4']);
  expect(reached).toBe(fourth);
  await expect(hub.read(reached, 500)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED', oldest: damaged });
  expect(await hub.read(damaged, 500)).toMatchObject({ events: { length: 5 }, reached: hub.position });
  await hub.close();
  await log.close();
  store.close();
});
