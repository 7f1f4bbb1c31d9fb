import { ChangeHub } from '../../changes/hub.ts';
import { openIntake, type Intake, type IntakeSource } from '../../changes/intake/intake.ts';
import type { ChangeLog } from '../../changes/log.ts';
import { openWebhooks, type Webhooks } from '../../changes/webhooks/webhooks.ts';
import type { Cache } from '../../datasources/cache/cache.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { OpenSystems } from '../../datasources/system.ts';
import { toGlobalId } from '../../resolvers/global-id.ts';
import type { Config } from '../config.ts';
import type { Stores } from './stores.ts';

/** Everything one process uses to follow changes in the systems. */
export interface Changes {
  readonly log: ChangeLog;
  /** Delivers changes within this process. */
  readonly hub: ChangeHub;
  /** Receives changes and appends them to the log. Not started yet. */
  readonly intake: Intake;
  /** Sends changes to webhooks; null if this process does not. */
  readonly webhooks: Webhooks | null;
}

/** Dependencies of {@link openChanges}. */
export interface ChangesParts {
  readonly config: Config;
  readonly cache: Cache;
  readonly systems: OpenSystems;
  readonly log: Logger;
  readonly stores: Stores;
  /**
   * Whether this process publishes changes, that is, receives them and sends them out. If not, it only follows the log that replicas share.
   */
  readonly publishes: boolean;
}

/** Starts following the log and prepares the intake that fills it. Everything opened is closed with `opened`. */
export async function openChanges(parts: ChangesParts, opened: AsyncDisposableStack): Promise<Changes> {
  const { config, cache, systems, log: logger, stores, publishes } = parts;
  const log = stores.changeLog;
  const names = config.systems.map(({ system }) => system.name);
  const forget = () => systems.forEach((system) => system.forget());
  const hub = new ChangeHub({ log, cache, forget, systems: names, logger });
  opened.defer(() => hub.close());
  await hub.start();
  const intake = openIntake({
    sources: publishes ? sourcesOf(parts) : [],
    log,
    logger,
    pollMs: config.changes.pollMs,
  });
  opened.defer(() => intake.close());
  const webhooks = publishes
    ? openWebhooks({
        log,
        store: stores.webhooks(),
        logger,
        settings: config.webhooks,
        globalIdOf: toGlobalId,
      })
    : null;
  if (webhooks) {
    opened.defer(() => webhooks.close());
    const wake = () => webhooks.wake();
    opened.defer(hub.listen({ changed: wake, lost: wake }));
  }
  return { log, hub, intake, webhooks };
}

/**
 * The systems that report changes. Embedded systems are told automatically where to send them; for all others, an operator configures that.
 */
function sourcesOf({ config, systems }: ChangesParts): readonly IntakeSource[] {
  return config.systems.flatMap(({ system, embeddedPort }) => {
    const open = systems.get(system);
    if (!open?.changes) return [];
    const secrets = config.changes.secrets.get(system.name) ?? [];
    const registry = embeddedPort === null ? null : open.webhooks;
    const entities = Object.keys(system.changedFields);
    return [{ system: system.name, source: open.changes, entities, secrets, registry }];
  });
}
