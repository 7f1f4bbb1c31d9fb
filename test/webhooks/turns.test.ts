import { expect, test } from 'vitest';
import type { ChangeLog } from '../../changes/log.ts';
import { sqliteBacking, withLog } from '../support/webhooks/backing.ts';
import { Bench, valueOf } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';
import { ALL_CHANGES } from '../support/recording.ts';

/** Of 500 changes each. */
const PAGES = 20;

test('skipping changes for a webhook gives other work a turn after each page', async () => {
  const backing = await sqliteBacking();
  let pages = 0;
  const read: ChangeLog['read'] = (after, limit) => {
    pages += 1;
    return backing.log.read(after, limit);
  };
  await using bench = await Bench.open(withLog(backing, { read }));
  const { id, taken } = await bench.endpoint({
    filter: { ...ALL_CHANGES, ids: [{ entity: 'Order', id: 'last' }] },
  });
  for (let page = 0; page < PAGES; page += 1) {
    await bench.record(...Array.from({ length: 500 }, (_, index) => changeOf(String(index))));
  }
  await bench.record(changeOf('last'));
  await bench.counted(id, 'delivered', 1);

  let most = 0;
  let isOver = false;
  const watch = (before: number): void => {
    most = Math.max(most, pages - before);
    if (!isOver) setImmediate(watch, pages);
  };
  pages = 0;
  valueOf(await bench.webhooks.replay(id, taken));
  watch(pages);
  await bench.counted(id, 'delivered', 2);
  isOver = true;
  expect(pages).toBeGreaterThan(PAGES);
  expect(most).toBeLessThanOrEqual(2);
});
