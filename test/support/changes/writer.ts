/**
 * A process that records until it is killed: steps of a source, each of three changes, one after the other from the source's position on.
 * It prints each step that was recorded. Arguments: `sqlite` and a file, or `redis` and a URL.
 */
import { LogUnavailableError } from '../../../changes/errors/log-unavailable.ts';
import { openRedisLog } from '../../../changes/redis/log.ts';
import { openSqliteLog } from '../../../changes/sqlite/log.ts';
import { writeSync } from 'node:fs';
import { quiet } from '../redis-tier.ts';
import { FAR, recording, step } from './support.ts';

const [kind, where = ''] = process.argv.slice(2);
const log =
  kind === 'redis'
    ? openRedisLog({ redis: where, log: quiet, timeoutMs: 10_000, ...FAR })
    : openSqliteLog({ file: where, ...FAR });

for (;;) {
  try {
    const from = await log.positionOf('commerce');
    const to = String(Number(from ?? 0) + 1);
    const ids = ['a', 'b', 'c'].map((part) => to + part);
    const { is } = await log.append(recording(ids, { step: step(from, to), name: `step ${to}` }));
    if (is === 'recorded') writeSync(1, `${to}\n`);
  } catch (error) {
    if (!(error instanceof LogUnavailableError)) throw error;
  }
}
