import { join } from 'node:path';
import { ChangeHub } from '../changes/hub.ts';
import type { ChangeLog } from '../changes/log.ts';
import { openRedisLog } from '../changes/redis/log.ts';
import { openSqliteLog } from '../changes/sqlite/log.ts';
import { IN_MEMORY } from '../changes/sqlite/store.ts';
import type { Cache } from '../datasources/cache/cache.ts';
import type { Logger } from '../datasources/scope.ts';
import type { Config } from './config.ts';

const FILE = 'gateway.sqlite';

/** What happens in the systems, as one process knows it. */
export interface Changes {
  readonly log: ChangeLog;
  /** Tells this process of it. */
  readonly hub: ChangeHub;
}

/** Opens the log of changes and begins to follow it. `owns` says whether this process may keep a file of its own. */
export async function openChanges(
  { config, cache, log: logger }: { readonly config: Config; readonly cache: Cache; readonly log: Logger },
  owns: boolean,
  opened: AsyncDisposableStack,
): Promise<Changes> {
  const log = openLog(config, logger, owns);
  opened.defer(() => log.close());
  const systems = config.systems.map(({ system }) => system.name);
  const hub = new ChangeHub({ log, cache, systems, logger });
  opened.defer(() => hub.close());
  await hub.start();
  return { log, hub };
}

/** The log that replicas share, where there is a Redis; else one of this process's own. */
function openLog({ redisUrl, dataDir, changes }: Config, log: Logger, owns: boolean): ChangeLog {
  if (redisUrl !== null) return openRedisLog({ redis: redisUrl, log, ...changes.reach });
  return openSqliteLog({ file: owns ? join(dataDir, FILE) : IN_MEMORY, ...changes.reach });
}
