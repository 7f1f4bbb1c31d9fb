import { expect, test } from 'vitest';
import { RedisServer } from '../support/redis.ts';
import { redisBacking, sqliteBacking, type Backing } from '../support/webhooks/backing.ts';
import { Bench } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';

const EVENTS = 2_000;

/** Sends many changes of different orders, then some one by one, and prints the rate and the delays. */
async function measure(name: string, open: () => Promise<Backing>): Promise<void> {
  await using bench = await Bench.open(await open(), { settings: { concurrency: 8 } });
  const { id } = await bench.endpoint();
  await bench.record(changeOf('first'));
  await bench.counted(id, 'delivered', 1);
  const began = performance.now();
  const used = process.cpuUsage();
  await bench.record(...Array.from({ length: EVENTS }, (_, index) => changeOf(String(index))));
  await bench.receiver.answered(EVENTS + 1);
  const { user, system } = process.cpuUsage(used);
  const cpu = ((user + system) / 1_000 / EVENTS).toFixed(2);
  const rate = Math.round((1_000 * EVENTS) / (performance.now() - began));
  const delays: number[] = [];
  for (let count = 0; count < 200; count += 1) {
    const at = performance.now();
    const came = bench.receiver.next();
    await bench.record(changeOf('one'));
    await came;
    delays.push(performance.now() - at);
  }
  delays.sort((one, other) => one - other);
  const [p50, p99] = [0.5, 0.99].map((part) => delays[Math.floor(delays.length * part)]?.toFixed(1));
  console.log(
    `${name}: ${rate} deliveries/s to one endpoint, 8 at once, ${cpu} ms of CPU each with its receiver; change recorded to arrival p50 ${p50} ms, p99 ${p99} ms`,
  );
  expect(new Set(bench.receiver.taken).size).toBe(EVENTS + 2);
}

test('the rate and delay of deliveries are printed, and every change arrives', async () => {
  await using redis = await RedisServer.start();
  await measure('SQLite', sqliteBacking);
  await measure('Redis', () => redisBacking(redis.url));
}, 120_000);
