import type { Cache } from '../../datasources/cache/cache.ts';
import type { ChangeHub } from '../../changes/hub.ts';
import type { Admin, CacheAdmin } from '../../resolvers/admin.ts';
import type { KeyAdmin } from '../../resolvers/key/admin.ts';
import type { OperationAdmin } from '../../resolvers/operation/admin.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { UsageAdmin } from '../../resolvers/usage/admin.ts';
import type { WebhookAdmin } from '../../resolvers/webhook/admin.ts';
import type { Webhooks } from '../../changes/webhooks/webhooks.ts';
import type { Answers } from '../answers/answers.ts';
import { entitiesOf, systemsOf, type Domains } from '../graph.ts';
import { ForbiddenError } from '../identity/refusals.ts';
import { loggedCaller } from '../telemetry/logs/caller.ts';
import { withAuditLog, withWebhookLog, type AdminLog } from './audit-log.ts';
import { webhookAdmin } from './webhooks.ts';

/** What administration acts on. */
export interface AdminParts {
  readonly domains: Domains;
  readonly cache: Cache;
  readonly answers: Answers;
  readonly keys: KeyAdmin;
  readonly operations: OperationAdmin;
  readonly usage: UsageAdmin;
  /** Invalidates data at all replicas. */
  readonly hub: Pick<ChangeHub, 'invalidate'>;
  /** Records who did what. */
  readonly log: AdminLog;
}

/**
 * Administration, if the setting ADMIN enables it; otherwise throws {@link ForbiddenError}. Which callers may use it is up to the schema,
 * by the scope `admin`. Changes are logged with the name of the caller.
 */
export function adminFor(isAllowed: boolean, parts: AdminParts): (principal: Principal) => Admin {
  const admin: Admin = {
    cache: cacheAdmin(parts),
    keys: parts.keys,
    operations: parts.operations,
    usage: parts.usage,
  };
  return ({ name }) => {
    if (isAllowed) return withAuditLog(admin, loggedCaller(name), parts.log);
    throw turnedOff();
  };
}

/**
 * Management of webhooks, as {@link adminFor} does for the rest. It also throws {@link ForbiddenError} if `webhooks` is null, because this
 * process sends none.
 */
export function webhooksFor(
  isAllowed: boolean,
  { webhooks, domains, log }: Pick<AdminParts, 'domains' | 'log'> & { readonly webhooks: Webhooks | null },
): (principal: Principal) => WebhookAdmin {
  const admin = webhooks && webhookAdmin(webhooks, domains);
  return ({ name }) => {
    if (!isAllowed) throw turnedOff();
    if (!admin) throw new ForbiddenError('This process keeps no change log and sends no webhooks.');
    return withWebhookLog(admin, loggedCaller(name), log);
  };
}

function turnedOff(): ForbiddenError {
  return new ForbiddenError('This is for operators, and turned off. The setting ADMIN=on turns it on.');
}

function cacheAdmin({ domains, cache, answers, hub }: AdminParts): CacheAdmin {
  const { isOn, memoryBytes, tier } = cache.options;
  return {
    kinds: Object.keys(entitiesOf(domains)).toSorted(),
    systems: systemsOf(domains)
      .map(({ name }) => name)
      .toSorted(),
    evict: async (tags) => {
      // Evict from memory first. Counting what replicas share comes last, because it takes a while, during which doubtful data must not be
      // served.
      const evicted = cache.memory.evict(tags);
      const count = await tier?.counting(tags);
      const entries = evicted + (await hub.invalidate(tags));
      return { entries, shared: count ? await count() : null };
    },
    statistics: () => ({
      ...cache.stats,
      isOn,
      entries: cache.memory.size,
      bytes: cache.memory.bytes,
      maxBytes: isOn ? memoryBytes : 0,
      answerHits: answers.hits,
      reads: cache.readStats,
      shared: tier && tier.state,
    }),
  };
}
