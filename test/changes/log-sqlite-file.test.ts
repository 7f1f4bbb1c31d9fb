import { chmodSync, cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LogUnavailableError } from '../../changes/errors/log-unavailable.ts';
import { CursorExpiredError } from '../../changes/errors/cursor-expired.ts';
import { LogInUseError } from '../../changes/errors/log-in-use.ts';
import { openSqliteLog, type SqliteLog } from '../../changes/sqlite/log.ts';
import { openStore } from '../../changes/sqlite/store.ts';
import { UnusableStoreError } from '../../changes/errors/unusable-store.ts';
import {
  allAfter,
  change,
  cursorsIn,
  FAR,
  idsOf,
  Listener,
  numbers,
  recording,
  step,
} from '../support/changes/support.ts';
import { wholeSteps, Writing } from '../support/changes/writing.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isthmus-log-'));
  file = join(folder, 'new', 'gateway.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): SqliteLog => openSqliteLog({ file, ...FAR });

test('a log file keeps its events, names, positions and cursors across a restart', async () => {
  const before = open();
  const start = await before.newest();
  const token = (await before.lease()).token;
  const first = { changes: [change('1', { key: 'k' })], step: step(null, '5'), name: 'a' };
  const [cursor = ''] = cursorsIn(await before.append(first));
  await before.close();
  const after = open();
  expect(idsOf(await after.read(start, 10))).toEqual(['1']);
  expect(await after.newest()).toBe(cursor);
  expect(await after.append(first)).toEqual({ is: 'known' });
  expect(await after.append({ ...first, name: 'b' })).toEqual({ is: 'elsewhere', position: '5' });
  expect(await after.append({ ...first, step: null, name: 'b' })).toEqual({
    is: 'recorded',
    cursors: [null],
  });
  const late = { source: 'commerce', from: '5', to: '6', token };
  expect(await after.append(recording(['2'], { step: late }))).toEqual({ is: 'fenced' });
  expect((await after.lease()).token).toBeGreaterThan(token);
  await using listener = new Listener(after, cursor);
  await after.append(recording(['3']));
  await listener.heard(1);
  expect(listener.ids).toEqual(['3']);
  await after.close();
});

test('a log file, its folder and its write-ahead log are accessible to their user only', async () => {
  const modes = () => [dirname(file), file, `${file}-wal`].map((path) => statSync(path).mode & 0o777);
  await using writing = new Writing('sqlite', file);
  await writing.reached(1);
  expect(modes()).toEqual([0o700, 0o600, 0o600]);
  await writing.kill();
  for (const path of [file, `${file}-wal`]) chmodSync(path, 0o644);
  const log = open();
  expect(modes()).toEqual([0o700, 0o600, 0o600]);
  await log.close();
});

test('a log file loses no recorded step and holds none in part, whenever its process is killed', async () => {
  let steps = 0;
  for (let round = 0; round < 4; round += 1) {
    await using writing = new Writing('sqlite', file);
    await writing.reached(steps + 40 + 15 * round);
    await writing.kill();
    const log = open();
    steps = await wholeSteps(log, writing.last);
    await log.close();
  }
});

test('a log file belongs to one process until that process ends', async () => {
  await using writing = new Writing('sqlite', file);
  await writing.reached(1);
  expect(open).toThrow(LogInUseError);
  expect(open).toThrow(/gateway\.db.*REDIS_URL.*DATA_DIR/);
  await writing.reached(writing.last + 1);
  await writing.kill();
  const log = open();
  expect(open).toThrow(LogInUseError);
  await log.append(recording(['1']));
  await log.close();
  await open().close();
});

test('with an older log file, cursors that it does not know expire, and their followers are notified', async () => {
  let now = 1_800_000_000_000;
  const at = () => openSqliteLog({ file, ...FAR, now: () => now });
  const first = at();
  const [kept = ''] = cursorsIn(await first.append(recording(['1'])));
  await first.close();
  cpSync(file, join(folder, 'old.db'));
  const second = at();
  const [lost = ''] = cursorsIn(await second.append(recording(['2'])));
  await second.close();
  // As after a power failure before the last commits were on disk.
  cpSync(join(folder, 'old.db'), file);
  now += 60_000;
  const back = at();
  await expect(back.read(lost, 10)).rejects.toBeInstanceOf(CursorExpiredError);
  await using listener = new Listener(back, lost);
  await listener.until(({ lost: losses }) => losses.length === 1);
  await back.append(recording(['3']));
  await listener.heard(1);
  expect(listener.lost).toEqual([kept]);
  expect(idsOf(await back.read(kept, 10))).toEqual(['3']);
  await expect(back.read(lost, 10)).rejects.toBeInstanceOf(CursorExpiredError);
  await back.close();
});

test('followers continue after the log could not be read for a while; until then caches are not in step', async () => {
  const store = openStore(file);
  const warned: string[] = [];
  const logger = { warn: (_: object, message: string) => warned.push(message) };
  const log = openSqliteLog({ store, ...FAR, log: logger });
  const start = await log.newest();
  await log.append(recording(['1']));
  store.db.exec('ALTER TABLE change_event RENAME TO away');
  await expect(log.read(start, 1)).rejects.toBeInstanceOf(LogUnavailableError);
  expect(log.replicas.mayServeCached).toBe(true);
  await using listener = new Listener(log, start);
  await pause(350);
  expect(log.replicas.mayServeCached).toBe(false);
  expect(warned).toEqual([expect.stringContaining('cannot be read')]);
  store.db.exec('ALTER TABLE away RENAME TO change_event');
  await log.append(recording(['2']));
  await listener.heard(2);
  expect(listener.ids).toEqual(['1', '2']);
  expect(listener.lost).toEqual([]);
  await expect.poll(() => log.replicas.mayServeCached).toBe(true);
  await log.close();
  store.close();
});

test.each(['nonsense', 'null', '["commerce"]'])(
  'an entry that is %s counts as lost, and no other',
  async (entry) => {
    const store = openStore(file);
    const log = openSqliteLog({ store, ...FAR });
    const start = await log.newest();
    const [first = '', damaged = '', last = ''] = cursorsIn(await log.append(recording(['1', '2', '3'])));
    store.db
      .prepare('UPDATE change_event SET entry = ? WHERE place = ?')
      .run(entry, damaged.split('.')[1] ?? '');
    await using listener = new Listener(log, start);
    await listener.heard(2);
    expect(listener.ids).toEqual(['1', '3']);
    expect(listener.lost).toEqual([damaged]);
    expect(idsOf(await log.read(start, 10))).toEqual(['1']);
    await expect(log.read(first, 10)).rejects.toMatchObject({ name: 'CursorExpiredError', oldest: damaged });
    expect((await log.read(damaged, 10)).map(({ cursor }) => cursor)).toEqual([last]);
    await log.close();
    store.close();
  },
);

test('a log shares its file with other modules and leaves their tables alone', async () => {
  const store = openStore(file);
  store.layOut('other', ['CREATE TABLE other (a TEXT)']);
  store.db.exec(`INSERT INTO other VALUES ('1')`);
  const log = openSqliteLog({ store, ...FAR });
  const start = await log.newest();
  await log.append(recording(['1']));
  await log.close();
  const again = openSqliteLog({ store, ...FAR });
  expect(idsOf(await allAfter(again, start))).toEqual(['1']);
  store.layOut('other', ['CREATE TABLE other (a TEXT)', 'ALTER TABLE other ADD COLUMN b TEXT']);
  expect({ ...store.db.prepare('SELECT * FROM other').get() }).toEqual({ a: '1', b: null });
  expect(() => store.layOut('other', ['CREATE TABLE other (a TEXT)'])).toThrow(/layout 2.*knows 1/);
  expect(() => store.layOut('more', ['CREATE TABLE more (a TEXT)', 'nonsense'])).toThrow();
  store.layOut('more', ['CREATE TABLE more (a TEXT)']);
  await again.close();
  store.close();
});

test('a log file of a newer version is left untouched, and released', () => {
  const newer = openStore(file);
  newer.layOut('change_log', ['CREATE TABLE newer (a TEXT)', 'CREATE TABLE newest (a TEXT)']);
  newer.close();
  expect(open).toThrow(UnusableStoreError);
  expect(open).toThrow(/change_log.*layout 2.*knows 1/);
  openStore(file).close();
});

test('a file that is not a database, and a folder, are refused', () => {
  writeFileSync(
    join(folder, 'note.txt'),
    'no database, but a text that is long enough to be looked at'.repeat(20),
  );
  const openNote = () => openSqliteLog({ file: join(folder, 'note.txt'), ...FAR });
  expect(openNote).toThrow(UnusableStoreError);
  expect(openNote).toThrow(/note\.txt/);
  expect(() => openSqliteLog({ file: folder, ...FAR })).toThrow(UnusableStoreError);
});

test('a closed log is unavailable', async () => {
  const log = open();
  const start = await log.newest();
  await log.close();
  await log.close();
  for (const ask of [log.append(recording(['1'])), log.read(start, 1), log.newest(), log.positionOf('erp')]) {
    await expect(ask).rejects.toBeInstanceOf(LogUnavailableError);
  }
});

test('a log forgets in portions, so that no append waits long, and holds at most a tenth too many', async () => {
  const log = openSqliteLog({ file, maxEvents: 5_000, maxAgeMs: FAR.maxAgeMs });
  for (let at = 0; at < 20_000; at += 100) await log.append(recording(numbers(at, at + 100)));
  const kept = await allAfter(log, await log.oldest());
  expect(kept.length).toBeGreaterThanOrEqual(5_000);
  expect(kept.length).toBeLessThanOrEqual(5_600);
  expect(kept.at(-1)?.id).toBe('19999');
  await log.close();
});

test('a failure to delete old events is logged, and loses nothing of what was recorded', async () => {
  const store = openStore(file);
  const warned: unknown[] = [];
  const logger = { warn: (_details: object, message: string) => warned.push(message) };
  const log = openSqliteLog({ store, maxEvents: 1, maxAgeMs: FAR.maxAgeMs, log: logger });
  const start = await log.newest();
  store.db.exec(
    "CREATE TEMP TRIGGER full BEFORE DELETE ON change_event BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
  );
  for (const id of ['1', '2']) expect(await log.append(recording([id]))).toMatchObject({ is: 'recorded' });
  expect(warned).toEqual([expect.stringContaining('could not be deleted')]);
  expect(idsOf(await allAfter(log, start))).toEqual(['1', '2']);
  store.db.exec('DROP TRIGGER full');
  await log.append(recording(['3']));
  expect(idsOf(await allAfter(log, await log.oldest()))).toEqual(['3']);
  await log.close();
  store.close();
});
