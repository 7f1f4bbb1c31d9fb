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
