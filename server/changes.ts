import { join } from 'node:path';
import { ChangeHub } from '../changes/hub.ts';
import { openIntake, type Intake, type IntakeSource } from '../changes/intake/intake.ts';
import type { ChangeLog } from '../changes/log.ts';
import { openRedisLog } from '../changes/redis/log.ts';
import { openSqliteLog } from '../changes/sqlite/log.ts';
import { IN_MEMORY, openStore, type Store } from '../changes/sqlite/store.ts';
import type { Webhooks } from '../changes/webhooks/webhooks.ts';
import type { Cache } from '../datasources/cache/cache.ts';
import type { Logger } from '../datasources/scope.ts';
import type { Connection, System } from '../datasources/system.ts';
import type { Config } from './config.ts';
import { startWebhooks } from './webhooks.ts';

const FILE = 'gateway.sqlite';

/** What happens in the systems, as one process knows it. */
export interface Changes {
  readonly log: ChangeLog;
  /** Tells this process of it. */
  readonly hub: ChangeHub;
  /** Brings it into the log; has not begun yet. */
  readonly intake: Intake;
  /** Sends it out; null where this process does not. */
  readonly webhooks: Webhooks | null;
}

/** What the changes of a process are made with. */
export interface ChangesParts {
  readonly config: Config;
  readonly cache: Cache;
  readonly connections: ReadonlyMap<System<unknown>, Connection<unknown>>;
  readonly log: Logger;
  readonly kept: KeptChanges;
  /**
   * Whether this process tells of changes: then it brings them in and sends them out. Otherwise it only follows what replicas share.
   */
  readonly tells: boolean;
}

/** Where changes are kept: the log, and a place beside it for what is sent. */
export interface KeptChanges {
  readonly log: ChangeLog;
  /** What is kept beside it: in the Redis that replicas share, or in a file of this process. */
  readonly beside: { readonly redisUrl: string } | { readonly store: Store };
}

/**
 * Opens the log: in the Redis that replicas share, where there is one; else in a file of this process's own, or, where it `tells` nobody,
 * in its memory. What is opened is closed with `opened`.
 */
export function keepChanges(
  { redisUrl, dataDir, changes: { reach } }: Config,
  logger: Logger,
  tells: boolean,
  opened: AsyncDisposableStack,
): KeptChanges {
  if (redisUrl !== null) {
    const log = openRedisLog({ redis: redisUrl, log: logger, ...reach });
    opened.defer(() => log.close());
    return { log, beside: { redisUrl } };
  }
  const store = openStore(tells ? join(dataDir, FILE) : IN_MEMORY);
  opened.defer(() => store.close());
  const log = openSqliteLog({ store, ...reach, log: logger });
  opened.defer(() => log.close());
  return { log, beside: { store } };
}

/** Begins to follow the log, and to bring into it what happens. What is opened is closed with `opened`. */
export async function openChanges(parts: ChangesParts, opened: AsyncDisposableStack): Promise<Changes> {
  const { config, cache, connections, log: logger, kept, tells } = parts;
  const { log } = kept;
  const systems = config.systems.map(({ system }) => system.name);
  const entitiesOf = new Map(
    config.systems.map(({ system }) => [system.name, Object.keys(system.changedFields)] as const),
  );
  const forget = () => connections.forEach((connection) => connection.forget());
  const hub = new ChangeHub({ log, cache, forget, systems, logger });
  opened.defer(() => hub.close());
  await hub.start();
  const intake = openIntake({
    sources: tells ? sourcesOf(parts) : [],
    log,
    logger,
    pollMs: config.changes.pollMs,
    missed: (system) => hub.missed({ system, entities: entitiesOf.get(system) ?? [] }),
  });
  opened.defer(() => intake.close());
  const webhooks = tells ? startWebhooks({ config, changes: log, kept: kept.beside, log: logger }) : null;
  if (webhooks) {
    opened.defer(() => webhooks.close());
    const wake = () => webhooks.wake();
    opened.defer(hub.listen({ changed: wake, lost: wake }));
  }
  return { log, hub, intake, webhooks };
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
