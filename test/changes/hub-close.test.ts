import { expect, test } from 'vitest';
import { ChangeHub } from '../../changes/hub.ts';
import { LogUnavailableError } from '../../changes/errors/log-unavailable.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { quiet } from '../support/source.ts';

test('closing the hub while its log is unavailable does not wait for another retry', async () => {
  const log = openSqliteLog({ file: ':memory:', maxEvents: 100, maxAgeMs: 3_600_000 });
  const pending = Promise.withResolvers<never>();
  log.newest = () => pending.promise;
  const cache = { evict: async () => 0 };
  const hub = new ChangeHub({ log, cache, forget: () => undefined, systems: [], logger: quiet });
  // It keeps trying in the background.
  await hub.start();
  const began = performance.now();
  const closed = hub.close();
  pending.reject(new LogUnavailableError(null));
  await closed;
  expect(performance.now() - began).toBeLessThan(700);
  await log.close();
});
