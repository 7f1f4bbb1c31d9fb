import { expect, test } from 'vitest';
import { RedisServer } from '../support/redis.ts';
import { redisBacking } from '../support/webhooks/backing.ts';
import { Bench, valueOf } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';

test('a full Redis stops nothing: changes are taken, sent, retried and listed, and edits are kept', async () => {
  await using redis = await RedisServer.start('--maxmemory-policy', 'noeviction');
  await using bench = await Bench.open(await redisBacking(redis.url));
  let isBroken = true;
  bench.receiver.reply = () => ({ status: isBroken ? 500 : 200 });
  const { id } = await bench.endpoint();
  await bench.record(changeOf('1'));
  await bench.receiver.answered(2);

  await redis.fill();
  await bench.record(changeOf('1'), changeOf('2'));
  await bench.receiver.answered(8);
  valueOf(await bench.webhooks.update(id, { description: 'full' }));
  valueOf(await bench.webhooks.pause(id));
  isBroken = false;
  valueOf(await bench.webhooks.resume(id, true));
  await bench.counted(id, 'delivered', 3);
  const shown = await bench.deliveries(id);
  expect(shown.map(({ seq, event }) => [seq, event.id])).toEqual([
    [3, '2'],
    [2, '1'],
    [1, '1'],
  ]);
  const { id: fresh } = await bench.endpoint();
  await bench.record(changeOf('3'));
  await bench.counted(fresh, 'delivered', 1);
});
