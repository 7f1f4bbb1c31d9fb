import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ChangeHub } from '../../changes/hub.ts';
import { singleProcess } from '../../changes/replicas.ts';
import { memoryLog } from '../support/changes/door.ts';
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
