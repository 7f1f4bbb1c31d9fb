import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeLog } from '../../changes/log.ts';
import {
  openIntakeServer,
  type IntakeServer,
  type IntakeResponse,
  type WebhookOptions,
} from '../support/changes/intake-server.ts';
import { LOGS, newName, type Logs } from '../support/changes/logs.ts';
import { FakeUpstream, type Row } from '../support/changes/fake-upstream.ts';
import { until } from '../support/until.ts';

const BATCH = { type: 'application/cloudevents-batch+json' };

describe.each(LOGS)('with the log in %s', (name, openLogs) => {
  let logs: Logs;
  let log: ChangeLog;
  let system: FakeUpstream;
  let server: IntakeServer;

  beforeAll(async () => {
    logs = await openLogs();
    return () => logs[Symbol.asyncDispose]();
  });

  /** Puts the log at the system's first position, as after a first poll of a new system. Nothing is polled. */
  beforeEach(async () => {
    log = logs.open(newName());
    system = await FakeUpstream.start();
    server = await openIntakeServer(system.source, { log });
    const step = { source: 'upstream', from: null, to: '0', token: null };
    await log.append({ changes: [], step, name: null });
    return async () => {
      await server[Symbol.asyncDispose]();
      await system[Symbol.asyncDispose]();
      await log.close();
    };
  });

  const send = (row: Row, sending: WebhookOptions = {}) => server.send(system.event(row), sending);
  const statusOf = async (answer: Promise<IntakeResponse>) => {
    const { status, body } = await answer;
    return `${status} ${body.status ?? body.errors[0].message}`;
  };
  /** The numbers of the changes in the log, in its order. */
  const numbers = async () => (await server.events()).map(({ fields: [field] }) => Number(field?.slice(5)));

  test('the next webhook in order is recorded as it was sent, without a request to the system', async () => {
    const row = system.change('a', { kind: 'CREATED' });
    expect(await statusOf(send(row))).toBe('200 recorded');
    const { entity, id, kind, owners, ownersUnknown, fields, occurredAt } = row.change;
    expect(await server.events()).toMatchObject([
      { system: 'upstream', entity, id, kind, owners, ownersUnknown, fields, occurredAt },
    ]);
    expect(system.requests).toEqual({ feed: 0, owners: 0 });
    expect(await log.positionOf('upstream')).toBe('1');
  });

  test('a webhook that is sent again, to the same replica or another, is known', async () => {
    const row = system.change('a');
    const once = { id: 'the-same' };
    expect(await statusOf(send(row, once))).toBe('200 recorded');
    expect(await statusOf(send(row, once))).toBe('200 known');
    await using other = await openIntakeServer(system.source, { log });
    expect(await statusOf(other.send(system.event(row), once))).toBe('200 known');
    expect(await numbers()).toEqual([1]);
    expect(system.requests.feed).toBe(0);
  });

  test('two systems may use the same webhook id', async () => {
    const source = system.sourceWithoutFeed;
    const secrets = ['one', 'other'].map((name) => ({
      name,
      secret: `whsec_${Buffer.alloc(24, name).toString('base64')}`,
    }));
    const sources = secrets.map(({ name, secret }) => ({
      system: name,
      source,
      entities: ['Thing'],
      secrets: [secret],
      registry: null,
    }));
    await using both = await openIntakeServer(source, { log, sources });
    for (const { name, secret } of secrets) {
      const sending = { id: 'the-same', system: name, secret };
      expect(await statusOf(both.send(system.event(system.change('a')), sending))).toBe('200 recorded');
    }
    expect(await numbers()).toEqual([1, 2]);
  });

  test('a known change under a new webhook id has the feed read again and records nothing', async () => {
    const row = system.change('a');
    await send(row);
    expect((await send(row)).status).toBe(200);
    expect(await numbers()).toEqual([1]);
  });

  test('a webhook that overtakes others has the feed read, which records all in order', async () => {
    const rows = Array.from({ length: 25 }, (_, number) => system.change(`a${number}`));
    const last = rows.at(-1) as Row;
    expect(await statusOf(send(last))).toBe('200 recorded');
    expect(await numbers()).toEqual(rows.map(({ number }) => number));
    expect(system.requests.feed).toBe(3);
    for (const row of rows) expect((await send(row)).status).toBe(200);
    expect(await numbers()).toEqual(rows.map(({ number }) => number));
    expect(server.intake.stats['upstream']).toMatchObject({ recorded: 25, echoes: 0 });
  });

  test('many webhooks at once, in any order, are recorded once and in order, and share reads of the feed', async () => {
    const rows = Array.from({ length: 40 }, (_, number) => system.change(`a${number}`));
    const answers = await Promise.all(rows.toReversed().map((row) => send(row)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await numbers()).toEqual(rows.map(({ number }) => number));
    // 40 changes are five pages; webhooks that arrive during a read share the next one.
    expect(system.requests.feed).toBeLessThan(30);
  });

  test('a webhook that arrives while the feed is read waits for the next read, which is sure to include it', async () => {
    const gate = Promise.withResolvers<undefined>();
    system.hold = () => gate.promise.then(() => undefined);
    const [, second] = [system.change('a'), system.change('b')];
    const early = send(second);
    await until(async () => expect(system.requests.feed).toBe(1));
    const third = system.change('c');
    const late = server.send(system.event(third, 'unnumbered')).then(async () => numbers());
    // Both have arrived before the first answer.
    await until(async () => expect(server.intake.stats['upstream']?.gaps).toBe(2));
    gate.resolve(undefined);
    expect((await early).status).toBe(200);
    expect(await late).toEqual([1, 2, 3]);
    expect(system.requests.feed).toBe(2);
  });

  test('a webhook without a position has the feed read', async () => {
    const rows = [system.change('a'), system.change('b')];
    expect(await statusOf(server.send(system.event(rows[0] as Row, 'unnumbered')))).toBe('200 recorded');
    expect(await numbers()).toEqual([1, 2]);
  });

  test('a webhook that only says that something changed is completed from the feed', async () => {
    const row = system.change('a', { key: 'write-1 Thing:a' });
    expect(await statusOf(server.send(system.event(row, 'thin')))).toBe('200 recorded');
    expect(await server.events()).toMatchObject([{ owners: { Owner: 'owner-of-a' }, fields: ['field1'] }]);
    expect(system.requests).toEqual({ feed: 1, owners: 0 });
  });

  test('owners that the feed does not name are looked up', async () => {
    const rows = ['a', 'b', 'a'].map((id) => system.change(id, { owners: {}, ownersUnknown: true }));
    await send(rows[0] as Row);
    expect((await server.events()).map(({ owners, ownersUnknown }) => [owners, ownersUnknown])).toEqual([
      [{ Owner: 'owner-of-a' }, false],
      [{ Owner: 'owner-of-b' }, false],
      [{ Owner: 'owner-of-a' }, false],
    ]);
    expect(system.requests).toEqual({ feed: 1, owners: 1 });
  });

  test('a batch is recorded as one step', async () => {
    const rows = ['a', 'b', 'c'].map((id) => system.change(id));
    const events = rows.map((row) => system.event(row));
    expect(await statusOf(server.send(events, BATCH))).toBe('200 recorded');
    expect(await statusOf(server.send(events.slice(1), BATCH))).toBe('200 recorded');
    expect(await numbers()).toEqual([1, 2, 3]);
    expect(system.requests.feed).toBe(1);
  });

  test('a batch with gaps and in another order is recorded in order', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => system.change(id));
    const events = [3, 1, 0].map((index) => system.event(rows[index] as Row));
    expect(await statusOf(server.send(events, BATCH))).toBe('200 recorded');
    expect(await numbers()).toEqual([1, 2, 3, 4]);
  });

  test('a webhook of an unknown type leaves no gap in the order', async () => {
    const [one, two, three] = ['a', 'b', 'c'].map((id) => system.change(id)) as [Row, Row, Row];
    await send(one);
    const stranger = { ...system.event(two), type: 'stranger.created' };
    expect((await server.send(stranger)).status).toBe(202);
    expect((await send(three)).status).toBe(200);
    expect((await numbers()).at(-1)).toBe(3);
  });

  test('a write of our own and its echo are recorded once, whichever comes first', async () => {
    const [one, other] = ['a', 'b'].map((id) => system.change(id, { key: `write Thing:${id}` })) as [
      Row,
      Row,
    ];
    const own = ({ change }: Row) => [{ ...change, system: 'upstream' }];
    await server.recorder.wrote(own(one));
    await send(one);
    await send(other);
    await server.recorder.wrote(own(other));
    expect(await numbers()).toEqual([1, 2]);
    expect(await log.positionOf('upstream')).toBe('2');
    expect(server.intake.stats['upstream']).toMatchObject({ recorded: 1, echoes: 1 });
    expect(server.recorder.stats).toEqual({ recorded: 1, echoes: 1, failures: 0 });
  });

  test('500 webhooks are acknowledged one after the other and recorded in order', async () => {
    const waits: number[] = [];
    for (let count = 0; count < 500; count += 1) {
      const row = system.change(`a${count % 10}`);
      const began = performance.now();
      expect((await send(row)).status).toBe(200);
      waits.push(performance.now() - began);
    }
    waits.sort((one, other) => one - other);
    const [p50, p99] = [waits[250], waits[495]].map((ms) => ms?.toFixed(1));
    console.log(`webhook to acknowledgement, log in ${name}: p50 ${p50} ms, p99 ${p99} ms`);
    expect(await numbers()).toEqual(Array.from({ length: 500 }, (_row, index) => index + 1));
    expect(system.requests.feed).toBe(0);
  }, 120_000);

  describe('from a system without a change feed', () => {
    beforeEach(async () => {
      await server[Symbol.asyncDispose]();
      server = await openIntakeServer(system.sourceWithoutFeed, { log });
    });

    test('each webhook is recorded once, in order of arrival', async () => {
      const rows = ['a', 'b'].map((id) => system.change(id)) as [Row, Row];
      await send(rows[1], { id: 'second' });
      await send(rows[0], { id: 'first' });
      expect(await statusOf(send(rows[1], { id: 'second' }))).toBe('200 known');
      expect(await numbers()).toEqual([2, 1]);
    });

    test('owners that a webhook does not name are looked up', async () => {
      const row = system.change('a');
      expect(await statusOf(server.send(system.event(row, 'thin')))).toBe('200 recorded');
      expect(await server.events()).toMatchObject([
        { owners: { Owner: 'owner-of-a' }, ownersUnknown: false },
      ]);
      expect(system.requests.owners).toBe(1);
    });

    test.each<[string, () => Promise<number> | number]>([
      ['fails', () => 503],
      ['hangs', () => new Promise<number>(() => undefined)],
    ])('owners are unknown if their look-up %s', async (_name, disturb) => {
      system.disturb = disturb;
      const row = system.change('a');
      expect(await statusOf(server.send(system.event(row, 'thin')))).toBe('200 recorded');
      expect(await server.events()).toMatchObject([{ owners: {}, ownersUnknown: true }]);
    });

    test('owners of an object that is gone are unknown', async () => {
      const row = { number: 1, change: { ...system.change('a').change, id: 'gone' } };
      await server.send(system.event(row, 'thin'));
      expect(await server.events()).toMatchObject([{ id: 'gone', owners: {}, ownersUnknown: true }]);
    });

    test('the owners of a whole batch are looked up in one call', async () => {
      const events = ['a', 'b', 'c'].map((id) => system.event(system.change(id), 'thin'));
      await server.send(events, BATCH);
      expect((await server.events()).map(({ owners }) => owners)).toEqual(
        ['a', 'b', 'c'].map((id) => ({ Owner: `owner-of-${id}` })),
      );
      expect(system.requests.owners).toBe(1);
    });
  });
});

describe('a webhook that cannot be handled in time', () => {
  let system: FakeUpstream;

  beforeAll(async () => {
    system = await FakeUpstream.start();
  });
  afterAll(() => system[Symbol.asyncDispose]());

  test('is answered with 503 while the feed hangs, and is accepted when it is sent again', async () => {
    await using server = await openIntakeServer(system.source);
    const step = { source: 'upstream', from: null, to: '0', token: null };
    await server.log.append({ changes: [], step, name: null });
    const row = system.change('a');
    const gate = Promise.withResolvers<number>();
    system.disturb = () => gate.promise;
    const answer = await server.send(system.event(row, 'thin'), { id: 'slow' });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.body.errors[0].extensions.code).toBe('CHANGES_UNAVAILABLE');
    gate.resolve(200);
    expect((await server.send(system.event(row, 'thin'), { id: 'slow' })).status).toBe(200);
    expect(await server.events()).toHaveLength(1);
    expect(server.intake.stats['upstream']).toMatchObject({ unavailable: 1, received: 1 });
  });
});
