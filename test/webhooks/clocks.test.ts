import { test } from 'vitest';
import { sqliteBacking } from '../support/webhooks/backing.ts';
import { Bench, openOn } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';
import { FakeClock } from '../support/webhooks/fake-clock.ts';

const HOUR_MS = 3_600_000;

test('changes taken by one process are sent at once by another, even if its clock is hours behind', async () => {
  const fast = new FakeClock();
  fast.advance(2 * HOUR_MS);
  await using bench = await Bench.open(await sqliteBacking(), {
    clock: fast,
    settings: { concurrency: 1 },
    pool: { leaseMs: 3_000, tickMs: 50, drainMs: 0 },
  });
  bench.receiver.reply = () => new Promise(() => undefined);
  const { id } = await bench.endpoint();
  await bench.record(changeOf('1'), changeOf('2'), changeOf('3'));
  while (bench.receiver.running === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const closing = bench.webhooks.close();
  bench.receiver.reply = () => ({ status: 200 });
  const slow = openOn(bench.backing, { clock: new FakeClock() });
  await closing;
  while ((await slow.counts(id)).delivered < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await slow.close();
});
