import { randomUUID } from 'node:crypto';
import type { Cursor } from '../changes/event.ts';
import { requestScope } from '../datasources/load/request-reads.ts';
import type { Requester } from '../datasources/scope.ts';
import type { Logger } from '../datasources/logger.ts';
import type { OpenSystems } from '../datasources/system.ts';
import type { Admin } from '../resolvers/admin.ts';
import type { Context, ResolverSettings } from '../resolvers/context.ts';
import type { Entity } from '../resolvers/domain.ts';
import type { Principal } from '../resolvers/principal.ts';
import type { WebhookAdmin } from '../resolvers/webhook/admin.ts';
import type { DetachedWork } from './detached.ts';
import { entityOf, referenceTo, RequestSources } from './request-sources.ts';

/** Dependencies of every context, created once per process. */
export interface ContextParts {
  /** The entities of all domains, by type. */
  readonly entities: Readonly<Record<string, Entity>>;
  readonly systems: OpenSystems;
  readonly settings: ResolverSettings;
  /** The cursor up to which changes have been delivered, and no replica serves anything older. Rejects with LogUnavailableError. */
  readonly changesCursor: () => Promise<Cursor>;
  /** Administration on behalf of a principal. Throws ForbiddenError if administration is off. */
  readonly admin: (principal: Principal) => Admin;
  /** Management of webhooks on behalf of a principal. Throws ForbiddenError if it is off, or this process sends none. */
  readonly webhooks: (principal: Principal) => WebhookAdmin;
  readonly log: Logger;
  /** The most milliseconds an operation may take. */
  readonly timeoutMs: number;
  /** Tracks work that outlives its request. */
  readonly detached: DetachedWork;
}

/** Creates the context of one operation. */
export type ContextFor = (requester: Requester, principal: Principal) => Context;

/** The only place that creates contexts, for HTTP, WebSocket, SSE and tests alike. */
export function createContext(parts: ContextParts, requester: Requester, principal: Principal): Context {
  const scope = requestScope(requester);
  const sources = new RequestSources(parts.systems, () => scope);
  /** The process's own state has no tags, so an answer that contains some of it must not be shared. */
  const own = <T>(read: () => T): T => {
    scope.reads.isPersonal = true;
    return read();
  };
  const context: Context = {
    ...scope,
    principal,
    settings: parts.settings,
    use: sources.use,
    changesCursor: () => own(parts.changesCursor),
    admin: () => own(() => parts.admin(principal)),
    webhooks: () => own(() => parts.webhooks(principal)),
    log: parts.log,
    detached: (work) => {
      const signal = AbortSignal.timeout(parts.timeoutMs);
      const context = createContext(parts, { requestId: scope.requestId, signal }, principal);
      context.readAnew();
      return parts.detached.watch(work(context));
    },
    readAnew: () => {
      scope.reads.readAnew();
      sources.clear();
    },
    entity: (typeName, id) => referenceTo(entityOf(parts.entities, typeName), typeName, id, context),
    ownerOf: (typeName, id) => entityOf(parts.entities, typeName)?.ownerOf?.(id, context) ?? null,
  };
  return context;
}

/** Keeps the caller's own id if it is short and harmless; otherwise generates one. */
export function requestIdOf(given: unknown): string {
  if (typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given)) return given;
  requestCount += 1;
  return `${PROCESS}-${requestCount.toString(36)}`;
}

/** Distinguishes request ids of this process from all others. A counter per request is cheaper than a random id. */
const PROCESS = randomUUID();
let requestCount = 0;
