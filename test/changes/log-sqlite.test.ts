import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LogUnavailableError } from '../../changes/errors/log-unavailable.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { openStore } from '../../changes/sqlite/store.ts';
import { logSuite } from './log-suite.ts';
import { change, FAR } from '../support/changes/support.ts';

logSuite('a log in SQLite', async (reach) => {
  let skew = 0;
  const log = openSqliteLog({ file: ':memory:', ...FAR, ...reach, now: () => Date.now() + skew });
  const pass = async (ms: number): Promise<void> => {
    skew += ms;
  };
  return { one: log, other: log, pass, ageNames: pass, [Symbol.asyncDispose]: () => log.close() };
});

test('of more names than may be remembered the oldest are forgotten, in a file that was closed as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-'));
  let now = Date.now();
  // So few events are kept that names are looked at after each recording.
  const open = () =>
    openSqliteLog({
      ...FAR,
      file: join(folder, 'log.sqlite'),
      maxEvents: 10,
      maxNames: 3,
      now: () => (now += 1),
    });
  let log = open();
  const recorded = async (once: string) => (await log.append({ changes: [], step: null, name: once })).is;
  for (const name of ['a', 'b', 'c', 'd']) expect(await recorded(name)).toBe('recorded');
  for (const name of ['d', 'c', 'b']) expect(await recorded(name)).toBe('known');
  expect(await recorded('a')).toBe('recorded');
  await log.close();
  log = open();
  for (const name of ['a', 'd', 'c']) expect(await recorded(name)).toBe('known');
  expect(await recorded('b')).toBe('recorded');
  expect(await recorded('c')).toBe('recorded');
  await log.close();
  rmSync(folder, { recursive: true });
});

test('recordings that fail push no names out', async () => {
  let now = Date.now();
  const store = openStore(':memory:');
  const log = openSqliteLog({ ...FAR, store, maxEvents: 10, maxNames: 3, now: () => (now += 1) });
  const record = (key: string) => log.append({ changes: [change(key, { key })], step: null, name: null });
  const known = { is: 'recorded', cursors: [null] };
  for (const key of ['a', 'b', 'c']) expect(await record(key)).not.toEqual(known);
  store.db.exec(
    "CREATE TEMP TRIGGER full BEFORE INSERT ON change_event BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
  );
  for (const key of ['d', 'e', 'f']) await expect(record(key)).rejects.toBeInstanceOf(LogUnavailableError);
  store.db.exec('DROP TRIGGER full');
  expect(await record('g')).not.toEqual(known);
  for (const key of ['b', 'c', 'g']) expect(await record(key)).toEqual(known);
  await log.close();
  store.close();
});
