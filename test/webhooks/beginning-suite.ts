import { describe, expect, test } from 'vitest';
import { withLog, type Backing } from '../support/webhooks/backing.ts';
import { Bench, valueOf } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';

/** Long enough for anything done too early to have happened. */
const AWHILE_MS = 150;

/** Tests of where in the log an endpoint begins, whatever store keeps its state. */
export function suiteOfBeginnings(open: () => Promise<Backing>): void {
  describe('an endpoint', () => {
    test('begins at a cursor before which no replica serves anything from its caches', async () => {
      const backing = await open();
      const wait = Promise.withResolvers<boolean>();
      const asked: string[] = [];
      const allEvicted = (cursor: string) => {
        asked.push(cursor);
        return wait.promise;
      };
      const replicas = { ...backing.log.replicas, allEvicted };
      await using bench = await Bench.open(withLog(backing, { replicas }));
      const [cursor] = await bench.record(changeOf('1'));
      let isMade = false;
      const making = bench.endpoint().finally(() => (isMade = true));
      await new Promise((resolve) => setTimeout(resolve, AWHILE_MS));
      expect([isMade, asked]).toEqual([false, [cursor]]);
      wait.resolve(true);
      expect((await making).taken).toBe(cursor);
    });

    test('is not made, then or later, if it cannot be known in time what replicas serve', async () => {
      const backing = await open();
      const replicas = { ...backing.log.replicas, allEvicted: () => new Promise<boolean>(() => undefined) };
      await using bench = await Bench.open(withLog(backing, { replicas }));
      await expect(bench.endpoint()).rejects.toThrow('Try again soon');
      expect(await backing.open().endpoints()).toEqual([]);
    });

    test('can have everything after a cursor sent again, as the same messages', async () => {
      await using bench = await Bench.open(await open());
      const { id, taken } = await bench.endpoint();
      const [first = ''] = await bench.record(changeOf('1'), changeOf('2'), changeOf('1'));
      await bench.counted(id, 'delivered', 3);
      const before = bench.receiver.arrivals.map((one) => one.id);
      valueOf(await bench.webhooks.replay(id, taken));
      await bench.counted(id, 'delivered', 6);
      expect(
        bench.receiver.arrivals
          .slice(3)
          .map((one) => one.id)
          .toSorted(),
      ).toEqual(before.toSorted());
      valueOf(await bench.webhooks.replay(id, first));
      await bench.counted(id, 'delivered', 8);
      expect(
        bench.receiver.arrivals
          .slice(6)
          .map((one) => one.subject)
          .toSorted(),
      ).toEqual(['order:1', 'order:2']);
    });

    test('that is stopped still receives what it has not been sent, whatever cursor it is told to begin again after', async () => {
      await using bench = await Bench.open(await open());
      const { id } = await bench.endpoint();
      valueOf(await bench.webhooks.pause(id));
      const [, second = ''] = await bench.record(changeOf('1'), changeOf('2'), changeOf('3'));
      valueOf(await bench.webhooks.replay(id, second));
      valueOf(await bench.webhooks.resume(id, true));
      await bench.receiver.answered(3);
      expect(bench.receiver.taken.toSorted()).toEqual(['order:1', 'order:2', 'order:3']);
    });
  });
}
