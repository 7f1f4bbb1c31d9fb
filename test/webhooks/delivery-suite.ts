import { Webhook } from 'standardwebhooks';
import { describe, expect, test, vi } from 'vitest';
import { messageId } from '../../changes/webhooks/delivery.ts';
import { Lanes } from '../../changes/webhooks/lanes.ts';
import { INVALIDATION } from '../../datasources/changes.ts';
import { QUIET, type Backing, type Reaching } from '../support/webhooks/backing.ts';
import { awhile, Bench, valueOf } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';
import { ALL_CHANGES } from '../support/recording.ts';

/** Tests of deliveries, whatever store keeps their state. */
export function suiteOfDeliveries(open: (reaching?: Reaching) => Promise<Backing>): void {
  describe('a change', () => {
    test('arrives as a signed CloudEvent that says what changed', async () => {
      await using bench = await Bench.open(await open());
      const { id, terms } = await bench.endpoint();
      const owners = { Customer: '42', PurchaseOrder: ['1', '2'] };
      const [cursor = ''] = await bench.record(changeOf('7', { owners, fields: ['status', 'total'] }));
      await bench.receiver.answered(1);
      const [arrival] = bench.receiver.arrivals;
      expect(JSON.parse(arrival?.body ?? '')).toEqual({
        specversion: '1.0',
        id: cursor,
        source: 'urn:isthmus:commerce',
        type: 'order.updated',
        subject: 'order:7',
        time: '2026-01-01T00:00:00.000Z',
        datacontenttype: 'application/json',
        data: {
          id: 'order:7',
          entity: 'Order',
          kind: 'UPDATED',
          fields: ['status', 'total'],
          owners: { Customer: ['customer:42'], PurchaseOrder: ['purchase-order:1', 'purchase-order:2'] },
          ownersUnknown: false,
          recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
      });
      expect(arrival?.id).toBe(messageId(id, cursor));
      expect(arrival?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
      const { headers, body } = arrival ?? { headers: {}, body: '' };
      new Webhook(terms.secrets.current).verify(body, headers as Record<string, string>);
    });

    test('arrives if the filter matches and it happened after the endpoint was made', async () => {
      await using bench = await Bench.open(await open());
      await bench.record(changeOf('before'));
      await bench.endpoint({ filter: { ...ALL_CHANGES, entities: ['Order'], kinds: ['UPDATED'] } });
      await bench.record(
        changeOf('1', { kind: 'CREATED' }),
        changeOf('2', { entity: 'Invoice' }),
        changeOf('3'),
      );
      await bench.receiver.answered(1);
      await awhile();
      expect(bench.receiver.taken).toEqual(['order:3']);
    });

    test('is sent again as the same message until it is accepted', async () => {
      await using bench = await Bench.open(await open());
      bench.receiver.reply = (_, number) => ({ status: number < 4 ? 503 : 200 });
      const { id } = await bench.endpoint();
      await bench.record(changeOf('7'));
      await bench.counted(id, 'delivered', 1);
      expect(new Set(bench.receiver.arrivals.map((one) => `${one.id} ${one.body}`)).size).toBe(1);
      const [delivery] = await bench.deliveries(id);
      expect(delivery?.attempts.map(({ status, error }) => [status, error])).toEqual([
        [503, 'answered 503'],
        [503, 'answered 503'],
        [503, 'answered 503'],
        [200, null],
      ]);
    });

    test('that cannot be made a message counts as a failed attempt, and is logged', async () => {
      const errors: object[] = [];
      const logger = { ...QUIET, error: (fields: object) => void errors.push(fields) };
      const fault = new Error('no such type');
      const globalIdOf = (): never => {
        throw fault;
      };
      await using bench = await Bench.open(await open(), { logger, globalIdOf, pauses: [1, 1] });
      const { id } = await bench.endpoint();
      const [cursor] = await bench.record(changeOf('1'));
      await bench.turned(id, 'failed');
      expect(errors).toEqual(Array.from({ length: 3 }, () => ({ webhook: id, cursor, err: fault })));
      expect(await bench.webhooks.counts(id)).toEqual({ pending: 0, delivered: 0, failed: 1 });
    });

    test('that fails holds back later changes of its entity, and no others', async () => {
      await using bench = await Bench.open(await open());
      let isBroken = true;
      bench.receiver.reply = ({ subject }) => ({ status: isBroken && subject === 'order:1' ? 500 : 200 });
      const { id } = await bench.endpoint();
      await bench.record(
        changeOf('1'),
        changeOf('2'),
        changeOf('1', { kind: 'DELETED' }),
        changeOf('3'),
        changeOf('2'),
      );
      await bench.counted(id, 'delivered', 3);
      const types = () =>
        bench.receiver.arrivals.map(({ body }) => (JSON.parse(body) as { type: string }).type);
      expect(types()).not.toContain('order.deleted');
      isBroken = false;
      await bench.counted(id, 'delivered', 5);
      expect(types().at(-1)).toBe('order.deleted');
    });
  });

  describe('an endpoint', () => {
    test('receives a limited number at once, and one at a time for each entity', async () => {
      await using bench = await Bench.open(await open(), { settings: { concurrency: 3 } });
      const held = Promise.withResolvers<undefined>();
      bench.receiver.reply = async () => {
        await held.promise;
        return { status: 200 };
      };
      const { id } = await bench.endpoint();
      await bench.record(...['1', '1', '1', '2'].map((one) => changeOf(one)));
      while (bench.receiver.running < 2) await awhile();
      await awhile();
      expect(bench.receiver.running).toBe(2);
      await bench.record(...['3', '4', '5'].map((one) => changeOf(one)));
      while (bench.receiver.running < 3) await awhile();
      await awhile();
      held.resolve(undefined);
      await bench.counted(id, 'delivered', 7);
      expect(bench.receiver.mostRunning).toBe(3);
    });

    test('that keeps failing is tried with one delivery at a time', async () => {
      await using bench = await Bench.open(await open());
      let isBroken = true;
      bench.receiver.reply = () => ({ status: isBroken ? 500 : 200 });
      const { id } = await bench.endpoint();
      await bench.record(...Array.from({ length: 20 }, (_, index) => changeOf(String(index))));
      await bench.receiver.answered(20);
      bench.receiver.mostRunning = 0;
      await bench.receiver.answered(60);
      expect(bench.receiver.mostRunning).toBe(1);
      isBroken = false;
      await bench.counted(id, 'delivered', 20);
    });

    test('receives nothing while it is paused, and afterwards what it missed, in order', async () => {
      await using bench = await Bench.open(await open());
      const { id } = await bench.endpoint();
      valueOf(await bench.webhooks.pause(id));
      await awhile();
      await bench.record(changeOf('1'), changeOf('2', { entity: 'Stock' }), changeOf('1'));
      await awhile();
      expect(bench.receiver.requests).toBe(0);
      expect(valueOf(await bench.webhooks.resume(id, true)).state.is).toBe('active');
      await bench.counted(id, 'delivered', 3);
      expect(bench.receiver.taken.filter((subject) => subject === 'order:1')).toHaveLength(2);
    });

    test('that is resumed while an attempt is in flight is tried again at once when that fails', async () => {
      await using bench = await Bench.open(await open(), { pauses: [1, 3_600_000] });
      const held = Promise.withResolvers<undefined>();
      bench.receiver.reply = async (_, number) => {
        if (number === 2) await held.promise;
        return { status: number <= 2 ? 500 : 200 };
      };
      const { id } = await bench.endpoint();
      await bench.record(changeOf('1'));
      await bench.receiver.answered(1);
      await expect.poll(() => bench.receiver.requests).toBe(2);
      await bench.webhooks.resume(id, false);
      held.resolve(undefined);
      await bench.counted(id, 'delivered', 1);
      expect(bench.receiver.arrivals).toHaveLength(3);
    });

    test('may have another address and another filter', async () => {
      await using bench = await Bench.open(await open());
      const { id } = await bench.endpoint();
      const filter = { ...ALL_CHANGES, ids: [{ entity: 'Order', id: '2' }] };
      valueOf(await bench.webhooks.update(id, { url: `${bench.receiver.url}/new?key=1`, filter }));
      await awhile();
      await bench.record(changeOf('1'), changeOf('2'));
      await bench.receiver.answered(1);
      await awhile();
      expect(bench.receiver.arrivals.map(({ subject, path }) => [subject, path])).toEqual([
        ['order:2', '/in/new?key=1'],
      ]);
    });

    test('that is deleted receives nothing more', async () => {
      await using bench = await Bench.open(await open());
      bench.receiver.reply = () => ({ status: 500 });
      const { id } = await bench.endpoint();
      await bench.record(changeOf('1'));
      await bench.receiver.answered(2);
      expect(valueOf(await bench.webhooks.remove(id))).toBe(id);
      await awhile();
      const { requests } = bench.receiver;
      await bench.record(changeOf('2'));
      await awhile();
      expect(bench.receiver.requests).toBe(requests);
      expect(await bench.webhooks.endpoint(id)).toBeNull();
    });

    test('receives a test at once, which does not count as a delivery', async () => {
      await using bench = await Bench.open(await open());
      bench.receiver.reply = (_, number) => ({ status: number === 1 ? 200 : 418 });
      const { id, terms } = await bench.endpoint();
      valueOf(await bench.webhooks.pause(id));
      expect(valueOf(await bench.webhooks.test(id))).toMatchObject({ status: 200, error: null });
      expect(valueOf(await bench.webhooks.test(id))).toMatchObject({ status: 418, error: 'answered 418' });
      const [arrival] = bench.receiver.arrivals;
      expect(JSON.parse(arrival?.body ?? '')).toMatchObject({
        specversion: '1.0',
        type: 'webhook.test',
        data: {},
      });
      const { headers, body } = arrival ?? { headers: {}, body: '' };
      new Webhook(terms.secrets.current).verify(body, headers as Record<string, string>);
      expect(await bench.deliveries(id)).toEqual([]);
    });

    test('with more pending than there is room for gets the rest from the log later', async () => {
      await using bench = await Bench.open(await open(), { settings: { maxPending: 5 } });
      let isBroken = true;
      bench.receiver.reply = () => ({ status: isBroken ? 500 : 200 });
      const { id } = await bench.endpoint();
      await bench.record(...Array.from({ length: 5 }, (_, index) => changeOf(String(index))));
      await bench.receiver.answered(5);
      await bench.record(...Array.from({ length: 20 }, (_, index) => changeOf(String(index + 5))));
      await awhile();
      expect((await bench.webhooks.counts(id)).pending).toBe(5);
      isBroken = false;
      await bench.counted(id, 'delivered', 25);
      expect(new Set(bench.receiver.taken).size).toBe(25);
    });

    test('that one entity fills says so once, and which it is', async () => {
      // Determining it scans all entities.
      const longest = vi.spyOn(Lanes.prototype, 'longest', 'get');
      const warnings: object[] = [];
      const logger = { ...QUIET, warn: (fields: object) => void warnings.push(fields) };
      await using bench = await Bench.open(await open(), { logger, settings: { maxPending: 5 } });
      bench.receiver.reply = ({ subject }) => ({ status: subject === 'order:1' ? 500 : 200 });
      const { id } = await bench.endpoint();
      await bench.record(...Array.from({ length: 8 }, () => changeOf('1')), changeOf('2'));
      await bench.receiver.answered(1);
      await bench.record(changeOf('3'));
      await expect.poll(() => warnings).not.toEqual([]);
      await awhile();
      const [{ pending, ofEntity } = { pending: 0, ofEntity: 0 }] = warnings as {
        pending: number;
        ofEntity: number;
      }[];
      expect(warnings).toEqual([{ webhook: id, pending, entity: 'Order:1', ofEntity }]);
      expect(ofEntity).toBeGreaterThanOrEqual(5);
      expect(longest).toHaveBeenCalledTimes(1);
      longest.mockRestore();
    });

    test('that the log no longer reaches back to goes on with what there is, and shows the gap', async () => {
      await using bench = await Bench.open(await open({ maxEvents: 50 }));
      const { id, taken } = await bench.endpoint();
      valueOf(await bench.webhooks.pause(id));
      for (let portion = 0; portion < 30; portion += 1) {
        await bench.record(...Array.from({ length: 100 }, (_, index) => changeOf(`${portion}-${index}`)));
      }
      await expect(bench.log.read(taken, 1)).rejects.toThrow('does not reach back');
      valueOf(await bench.webhooks.resume(id, true));
      while (!bench.receiver.taken.includes('order:29-99')) await awhile();
      const { gap } = (await bench.webhooks.endpoint(id)) ?? {};
      expect(gap?.after).toBe(taken);
      expect((await bench.log.read(gap?.until ?? '', 10_000)).length).toBeGreaterThanOrEqual(50);
    });

    test('shows a gap if its system missed changes that its filter matches, and otherwise none', async () => {
      await using bench = await Bench.open(await open());
      const { id } = await bench.endpoint({ filter: { ...ALL_CHANGES, entities: ['Order'] } });
      const { id: other } = await bench.endpoint({ filter: { ...ALL_CHANGES, entities: ['Customer'] } });
      await bench.record(changeOf('1'));
      await bench.record(changeOf('@commerce', { entity: INVALIDATION, fields: ['Order'] }), changeOf('2'));
      await bench.counted(id, 'delivered', 2);
      const events = await bench.log.read(await bench.log.oldest(), 10);
      const gap = { after: events[0]?.cursor, until: events[1]?.cursor };
      expect((await bench.webhooks.endpoint(id))?.gap).toMatchObject(gap);
      expect((await bench.webhooks.endpoint(other))?.gap).toBeNull();
    });
  });
}
