import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../changes/sqlite/store.ts';
import { openSqliteWebhooks } from '../../changes/webhooks/sqlite/store.ts';
import { ALL_CHANGES } from '../support/recording.ts';
import { sqliteBacking } from '../support/webhooks/backing.ts';
import { suiteOfLeases } from './lease-suite.ts';
import { suiteOfStores } from './store-suite.ts';

suiteOfStores(sqliteBacking);
suiteOfLeases(sqliteBacking);

test('a process that starts after another was killed holds its endpoints at once, even if the clock was set back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-webhooks-'));
  const file = join(folder, 'gateway.sqlite');
  const now = Date.now();
  const killed = openStore(file);
  const before = openSqliteWebhooks(killed, () => now);
  const terms = { url: 'https://hooks.example/in', description: null, filter: ALL_CHANGES };
  const secrets = { current: 'whsec_AAAA', former: [] };
  await before.create({ id: 'a', createdAt: 1, terms: { ...terms, secrets }, taken: 'cursor' }, 10);
  const token = (await before.hold(['a'], 'killed', 30_000)).get('a')?.token ?? Infinity;
  killed.close();
  const started = openStore(file);
  const after = openSqliteWebhooks(started, () => now - 3_600_000);
  expect((await after.hold(['a'], 'started', 30_000)).get('a')?.token).toBeGreaterThan(token);
  // Opened again by the same process, it still knows the lease.
  expect((await openSqliteWebhooks(started, () => now - 3_600_000).hold(['a'], 'other', 30_000)).size).toBe(
    0,
  );
  started.close();
  rmSync(folder, { recursive: true });
});
