import { expect, test } from 'vitest';
import { Lanes } from '../../changes/webhooks/lanes.ts';

test('the other lanes stay due after a delivery has ended that was in flight when they were loaded', () => {
  const lanes = new Lanes();
  for (const [index, lane] of ['Order:1', 'Order:2'].entries())
    lanes.add({ seq: index + 1, lane, nextAt: 0 }, 0);
  lanes.done({ seq: 1, lane: 'Order:1', nextAt: 0 }, 0);
  expect(lanes.next(0)).toMatchObject({ lane: 'Order:2' });
});
