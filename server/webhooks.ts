import type { ChangeLog } from '../changes/log.ts';
import type { Store } from '../changes/sqlite/store.ts';
import { openRedisWebhooks } from '../changes/webhooks/redis/store.ts';
import { openSqliteWebhooks } from '../changes/webhooks/sqlite/store.ts';
import { openWebhooks, type Webhooks } from '../changes/webhooks/webhooks.ts';
import type { Logger } from '../datasources/logger.ts';
import { toGlobalId } from '../resolvers/global-id.ts';
import type { Config } from './config.ts';

/** Dependencies of {@link startWebhooks}. */
export interface WebhookParts {
  readonly config: Pick<Config, 'webhooks'>;
  /** The changes to send. The follower of this log must call `wake` on the webhooks. */
  readonly changes: ChangeLog;
  /** Where webhooks are stored: beside the log, in the Redis at this URL or in this store. */
  readonly kept: { readonly redisUrl: string } | { readonly store: Store };
  readonly log: Logger;
}

/** Starts sending changes to webhooks. Must be closed before the log is. */
export function startWebhooks({ config, changes, kept, log }: WebhookParts): Webhooks {
  const store =
    'store' in kept ? openSqliteWebhooks(kept.store) : openRedisWebhooks({ redis: kept.redisUrl, log });
  return openWebhooks({
    log: changes,
    store,
    logger: log,
    settings: config.webhooks,
    globalIdOf: toGlobalId,
  });
}
