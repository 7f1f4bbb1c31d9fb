/**
 * A process that sends webhooks until it is killed, using the SQLite file `FILE` or else the Redis `REDIS`. It prints `ready`, records
 * `RECORD` changes of `LANES` orders, and prints `recorded`.
 */
import { openRedisLog } from '../../../changes/redis/log.ts';
import { openSqliteLog } from '../../../changes/sqlite/log.ts';
import { openStore } from '../../../changes/sqlite/store.ts';
import { openRedisWebhooks } from '../../../changes/webhooks/redis/store.ts';
import { openSqliteWebhooks } from '../../../changes/webhooks/sqlite/store.ts';
import { openWebhooks } from '../../../changes/webhooks/webhooks.ts';
import { toGlobalId } from '../../../resolvers/global-id.ts';
import { QUIET } from './backing.ts';
import { changeOf } from './changes.ts';
import { record } from '../changes.ts';
import { ALL_CHANGES } from '../recording.ts';

const {
  FILE: file,
  REDIS: redis = '',
  RECORD: toRecord = '0',
  LANES: lanes = '1',
  TARGET: url = '',
} = process.env;
const retention = { maxEvents: 1_000_000, maxAgeMs: 86_400_000 };
const local = file === undefined ? null : openStore(file);
const log = local
  ? openSqliteLog({ store: local, ...retention })
  : openRedisLog({ redis, log: QUIET, ...retention });
const webhooks = openWebhooks({
  log,
  store: local ? openSqliteWebhooks(local) : openRedisWebhooks({ redis, log: QUIET }),
  logger: QUIET,
  globalIdOf: toGlobalId,
  settings: {
    targets: { allowed: 'all', http: true },
    concurrency: 8,
    totalConcurrency: 64,
    maxEndpoints: 10,
    maxPending: 10_000,
  },
  pauses: Array.from({ length: 1_000 }, () => 20),
  pool: { leaseMs: 2_000, tickMs: 100 },
});
await webhooks.create({ url, description: null, filter: ALL_CHANGES, key: 'the one' });
console.log('ready');
for (let number = 0; number < Number(toRecord); number += 10) {
  const changes = Array.from({ length: 10 }, (_, index) =>
    changeOf(String((number + index) % Number(lanes))),
  );
  await record({ changes: { log } }, ...changes);
  webhooks.wake();
}
console.log('recorded');
// Keeps the process alive until it is killed.
setInterval(() => undefined, 1_000);
