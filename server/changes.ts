import { join } from 'node:path';
import { ChangeHub } from '../changes/hub.ts';
import { openIntake, type Intake, type IntakeSource } from '../changes/intake/intake.ts';
import type { ChangeLog } from '../changes/log.ts';
import { openRedisLog } from '../changes/redis/log.ts';
import { openSqliteLog } from '../changes/sqlite/log.ts';
import { IN_MEMORY } from '../changes/sqlite/store.ts';
import type { Cache } from '../datasources/cache/cache.ts';
import { systemTag } from '../datasources/cache/tags.ts';
import type { Logger } from '../datasources/scope.ts';
import type { Connection, System } from '../datasources/system.ts';
import type { Config } from './config.ts';

const FILE = 'gateway.sqlite';

/** What happens in the systems, as one process knows it. */
export interface Changes {
  readonly log: ChangeLog;
  /** Tells this process of it. */
  readonly hub: ChangeHub;
  /** Brings it into the log; has not begun yet. */
  readonly intake: Intake;
}

/** What the changes of a process are made with. */
export interface ChangesParts {
  readonly config: Config;
  readonly cache: Cache;
  readonly connections: ReadonlyMap<System<unknown>, Connection<unknown>>;
  readonly log: Logger;
  /**
   * Whether this process tells of changes: then it brings them in, and may keep a file of its own. Otherwise it only follows what replicas
   * share.
   */
  readonly tells: boolean;
}

/** Opens the log of changes and begins to follow it. What is opened is closed with `opened`. */
export async function openChanges(parts: ChangesParts, opened: AsyncDisposableStack): Promise<Changes> {
  const { config, cache, log: logger, tells } = parts;
  const log = openLog(config, logger, tells);
  opened.defer(() => log.close());
  const systems = config.systems.map(({ system }) => system.name);
  const hub = new ChangeHub({ log, cache, systems, logger });
  opened.defer(() => hub.close());
  await hub.start();
  const intake = openIntake({
    sources: tells ? sourcesOf(parts) : [],
    log,
    logger,
    pollMs: config.changes.pollMs,
    missed: async (system) => {
      await cache.evict([systemTag(system)]);
    },
  });
  opened.defer(() => intake.close());
  return { log, hub, intake };
}

/** The systems that tell of their changes. Those that come with the product are told where to send them; all others by their people. */
function sourcesOf({ config, connections }: ChangesParts): readonly IntakeSource[] {
  return config.systems.flatMap(({ system, embeddedPort }) => {
    const connection = connections.get(system);
    if (!connection?.changes) return [];
    const secrets = config.changes.secrets.get(system.name) ?? [];
    const registry = embeddedPort === null ? null : connection.webhooks;
    return [{ system: system.name, source: connection.changes, secrets, registry }];
  });
}

/** The log that replicas share, where there is a Redis; else one of this process's own. */
function openLog({ redisUrl, dataDir, changes }: Config, log: Logger, owns: boolean): ChangeLog {
  if (redisUrl !== null) return openRedisLog({ redis: redisUrl, log, ...changes.reach });
  return openSqliteLog({ file: owns ? join(dataDir, FILE) : IN_MEMORY, ...changes.reach });
}
