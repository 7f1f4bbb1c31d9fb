import { describe, expect, test } from 'vitest';
import type { Backing, Reaching } from '../support/webhooks/backing.ts';
import { awhile, Bench, openOn, valueOf } from '../support/webhooks/bench.ts';
import { record } from '../support/changes.ts';
import { changeOf } from '../support/webhooks/changes.ts';
import { ALL_CHANGES } from '../support/recording.ts';

/** Tests of how processes share endpoints and which requests are refused, whatever store keeps their state. */
export function suiteOfSharing(open: (reaching?: Reaching) => Promise<Backing>): void {
  describe('several processes', () => {
    test('serve an endpoint one at a time, and another takes over when one ends', async () => {
      await using bench = await Bench.open(await open());
      const others = [openOn(bench.backing), openOn(bench.backing)];
      const { id } = await bench.endpoint();
      const wakeAll = () => [bench.webhooks, ...others].forEach((one) => one.wake());
      for (let count = 0; count < 20; count += 1) {
        await bench.record(changeOf(String(count % 3)));
        wakeAll();
      }
      await bench.counted(id, 'delivered', 20);
      await awhile();
      expect(bench.receiver.requests).toBe(20);
      for (const one of others) await one.close();
      await bench.record(changeOf('9'));
      await bench.counted(id, 'delivered', 21);
    });

    test('all see what callers do with endpoints at one of them', async () => {
      await using bench = await Bench.open(await open());
      const other = openOn(bench.backing);
      const { id } = await bench.endpoint();
      await bench.record(changeOf('1'));
      await bench.receiver.answered(1);
      valueOf(await other.pause(id));
      await awhile();
      await bench.record(changeOf('2'));
      await awhile();
      expect(bench.receiver.requests).toBe(1);
      valueOf(await other.resume(id, true));
      await bench.receiver.answered(2);
      await other.close();
    });
  });

  describe('a request is refused, with the reason as data,', () => {
    test('if it cannot be done', async () => {
      await using bench = await Bench.open(await open(), {
        settings: { targets: { allowed: [], http: true }, maxEndpoints: 1 },
      });
      const filter = ALL_CHANGES;
      const create = (url: string, key = 'one') =>
        bench.webhooks.create({ url, description: null, filter, key });
      expect(await create('http://127.0.0.1/')).toMatchObject({
        ok: false,
        refusal: { code: 'INVALID', field: ['url'] },
      });
      const created = await create('http://93.184.216.34/');
      const { id } = valueOf(created);
      expect(created).toMatchObject({ replayed: false });
      expect(await create('http://93.184.216.34/')).toMatchObject({ replayed: true, value: { id } });
      expect(await create('http://93.184.216.34/', 'two')).toMatchObject({ refusal: { code: 'REFUSED' } });
      const inside = await bench.webhooks.update(id, { url: 'http://10.0.0.1/' });
      expect(inside).toMatchObject({ refusal: { code: 'INVALID', field: ['url'] } });
      expect(await bench.webhooks.replay(id, 'nonsense')).toMatchObject({
        refusal: { code: 'INVALID', field: ['from'] },
      });
      const missing = { refusal: { code: 'NOT_FOUND', field: ['id'] } };
      expect(await bench.webhooks.replay('nobody', await bench.log.newest())).toMatchObject(missing);
      expect(await bench.webhooks.pause('nobody')).toMatchObject(missing);
      expect(await bench.webhooks.resume('nobody', true)).toMatchObject(missing);
      expect(await bench.webhooks.update('nobody', {})).toMatchObject(missing);
      expect(await bench.webhooks.rotate('nobody')).toMatchObject(missing);
      expect(await bench.webhooks.test('nobody')).toMatchObject(missing);
      expect(await bench.webhooks.remove('nobody')).toMatchObject(missing);
    });

    test('if it is a replay from a cursor that has expired', async () => {
      await using bench = await Bench.open(await open({ maxEvents: 50 }));
      const { id, taken } = await bench.endpoint();
      for (let portion = 0; portion < 30; portion += 1) {
        const changes = Array.from({ length: 100 }, (_, index) => changeOf(`${portion}-${index}`));
        await record({ changes: bench }, ...changes);
      }
      const expired = await bench.webhooks.replay(id, taken);
      expect(expired).toMatchObject({ refusal: { code: 'CURSOR_EXPIRED', field: ['from'] } });
      expect(expired.ok ? '' : expired.refusal.message).toContain(await bench.log.oldest());
    });
  });
}
