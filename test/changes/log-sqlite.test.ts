import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { logSuite } from './log-suite.ts';
import { FAR } from './support.ts';

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
  const recorded = async (once: string) => (await log.append({ changes: [], place: null, once })).is;
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
