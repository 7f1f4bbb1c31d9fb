import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogUnavailableError } from '../../changes/errors/log-unavailable.ts';
import type { ChangeLog } from '../../changes/log.ts';
import { missedIn } from '../../datasources/change-filter.ts';
import type { ChangeFeed } from '../../datasources/changes.ts';
import { QuotaLowError } from '../../datasources/rest/errors/quota-low.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { numbers, openIntakeServer, upTo, type IntakeServer } from '../support/changes/intake-server.ts';
import { LOGS, type Logs } from '../support/changes/logs.ts';
import { FakeUpstream } from '../support/changes/fake-upstream.ts';
import { until } from '../support/until.ts';

const addressOf = () => 'http://127.0.0.1:9';

let system: FakeUpstream;

beforeEach(async () => {
  system = await FakeUpstream.start();
});
afterEach(() => system[Symbol.asyncDispose]());

const change = (count: number) => Array.from({ length: count }, () => system.change('a').number);

describe.each(LOGS)('with the log in %s', (_, openLogs) => {
  let logs: Logs;
  let log: ChangeLog;
  let server: IntakeServer;

  beforeEach(async () => {
    logs = await openLogs();
    log = logs.open('test');
    server = await openIntakeServer(system.source, { log });
    return async () => {
      await server[Symbol.asyncDispose]();
      await log.close();
      await logs[Symbol.asyncDispose]();
    };
  });

  test('the first start records nothing of the past, and everything from then on', async () => {
    change(5);
    await server.intake.start(addressOf);
    change(2);
    await until(async () => expect(await numbers(server)).toEqual([6, 7]));
  });

  test('everything available is read at once, however many pages it takes', async () => {
    await server.intake.start(addressOf);
    change(95);
    await until(async () => expect(await numbers(server)).toEqual(upTo(95)));
    // Ten pages, and a few polls that found nothing.
    expect(server.intake.stats['upstream']?.recorded).toBe(95);
  });

  test('after a restart, polling continues where it stopped', async () => {
    await server.intake.start(addressOf);
    change(3);
    await until(async () => expect(await numbers(server)).toEqual(upTo(3)));
    await server.intake.close();
    change(30);
    await using again = await openIntakeServer(system.source, { log });
    await again.intake.start(addressOf);
    await until(async () => expect(await numbers(again)).toEqual(upTo(33)));
  });

  test('a system that fails is polled less and less often, and read on when it recovers', async () => {
    await server.intake.start(addressOf);
    system.disturb = () => 503;
    change(3);
    await pause(1_500);
    const { failures = 0 } = server.intake.stats['upstream'] ?? {};
    // At one every 50 ms, 30 polls would have fitted in.
    expect(failures).toBeGreaterThan(1);
    expect(failures).toBeLessThan(10);
    system.disturb = () => 200;
    server.intake.kick('upstream');
    await until(async () => expect(await numbers(server)).toEqual(upTo(3)));
  });

  test('a low quota pauses polling without counting as a failure, and the feed is read on afterwards', async () => {
    const { feed } = system.source;
    let low = false;
    let waits = 0;
    const after: ChangeFeed['after'] = async (position, call) => {
      if (low) {
        waits += 1;
        throw new QuotaLowError({ system: 'upstream', path: '/feed' }, 60_000);
      }
      if (!feed) throw new Error('no feed');
      return feed.after(position, call);
    };
    await using other = await openIntakeServer(
      { ...system.source, feed: feed && { ...feed, after } },
      { log },
    );
    await other.intake.start(addressOf);
    low = true;
    change(3);
    // If the pauses grew, only four would fit into this time: 50, 100, 200 and 400 ms.
    await until(async () => expect(waits).toBeGreaterThan(6));
    expect(other.intake.stats['upstream']?.failures).toBe(0);
    expect(await numbers(other)).toEqual([]);
    low = false;
    await until(async () => expect(await numbers(other)).toEqual(upTo(3)));
  });

  test('a webhook after a gap is answered with 503 while the feed cannot be read, and accepted afterwards', async () => {
    await server.intake.start(addressOf);
    system.disturb = () => 503;
    const [, second] = [system.change('a'), system.change('b')];
    expect((await server.send(system.event(second), { id: 'second' })).status).toBe(503);
    system.disturb = () => 200;
    expect((await server.send(system.event(second), { id: 'second' })).status).toBe(200);
    expect(await numbers(server)).toEqual([1, 2]);
  });

  test('when a system starts over, polling goes on from its newest position, and that changes were missed is recorded once', async () => {
    await server.intake.start(addressOf);
    change(5);
    await until(async () => expect(await numbers(server)).toEqual(upTo(5)));
    const append = log.append.bind(log);
    let tries = 0;
    log.append = async (recording) => {
      tries += 1;
      // The first does not get through, nor does the answer to the second.
      if (tries === 1) throw new LogUnavailableError(null);
      const recorded = await append(recording);
      if (tries === 2) throw new LogUnavailableError(null);
      return recorded;
    };
    system.rows.length = 2;
    await until(async () => expect(await log.positionOf('upstream')).toBe('2'));
    change(1);
    await until(async () => expect((await numbers(server)).at(-1)).toBe(3));
    const missed = { system: 'upstream', entities: ['Thing'] };
    expect((await server.events()).slice(5).map(missedIn)).toEqual([missed, null]);
    expect(server.intake.stats['upstream']?.recorded).toBe(6);
  });

  test('a feed that claims to have more but makes no progress is not polled endlessly', async () => {
    const { feed } = system.source;
    const stuck = {
      ...system.source,
      feed: feed && {
        ...feed,
        after: async (position: string) => ({ changes: [], position, hasMore: true, missed: false }),
      },
    };
    await using other = await openIntakeServer(stuck, { log });
    await other.intake.start(addressOf);
    await until(async () => expect(other.intake.stats['upstream']?.failures).toBeGreaterThan(0));
    expect(other.intake.stats['upstream']?.pages).toBeLessThan(20);
  });
});

test('a log in a file still knows after a restart how far each system was recorded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-intake-'));
  const open = () =>
    openSqliteLog({ file: join(folder, 'changes.sqlite'), maxEvents: 1_000, maxAgeMs: 86_400_000 });
  try {
    const first = open();
    await using server = await openIntakeServer(system.source, { log: first });
    await server.intake.start(addressOf);
    change(3);
    await until(async () => expect(await numbers(server)).toEqual(upTo(3)));
    await server.intake.close();
    await first.close();
    change(3);
    const second = open();
    await using again = await openIntakeServer(system.source, { log: second });
    await again.intake.start(addressOf);
    await until(async () => expect(await numbers(again)).toEqual(upTo(6)));
    await again.intake.close();
    await second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
