import type { Ref } from '../datasources/ids.ts';
import type { RequestScope } from '../datasources/scope.ts';
import type { Logger } from '../datasources/logger.ts';
import type { System } from '../datasources/system.ts';
import type { Admin } from './admin.ts';
import type { MaybePromise } from '../datasources/maybe-promise.ts';
import type { Principal } from './principal.ts';
import type { WebhookAdmin } from './webhook/admin.ts';

/** The context passed to every resolver: one per request, whatever its transport. Nothing in it is optional. */
export interface Context extends RequestScope {
  /** The caller. Authorization is decided before a resolver runs (server/identity/guard.ts). */
  readonly principal: Principal;
  /** The request's data source for a system: `context.use(crm).customers`. */
  readonly use: <Source>(system: System<Source>) => Source;
  /** Drops everything this request has read so far, and bypasses the caches from now on; called before each mutation. */
  readonly readAnew: () => void;
  /**
   * Looks up an entity by its type and its id in its own system, through the domain that owns it; null if there is no such entity or type.
   */
  readonly entity: (
    typeName: string,
    id: string,
  ) => MaybePromise<(Ref<string> & { readonly __typename: string }) | null>;
  /** The CRM id of the customer that an entity belongs to; null if it belongs to none, or that is not known. */
  readonly ownerOf: (typeName: string, id: string) => MaybePromise<string | null>;
  /**
   * Runs work as part of the same request, but with its own deadline and with sources that have read nothing yet. For work that must finish
   * even if the client has gone, such as undoing half of a mutation. The gateway does not close while such work is running.
   */
  readonly detached: <T>(work: (context: Context) => Promise<T>) => Promise<T>;
  /**
   * The cursor up to which this process has announced changes; no replica serves anything older from its caches. Rejects if the change log
   * cannot be reached.
   */
  readonly changesCursor: () => Promise<string>;
  /** The operators' operations on this process. Throws ForbiddenError if the caller is not an operator. */
  readonly admin: () => Admin;
  /** The webhooks of this process. Throws ForbiddenError if the caller may not manage them, or this process sends none. */
  readonly webhooks: () => WebhookAdmin;
  /** The log, for what operators should know but callers should not. */
  readonly log: Logger;
  /** The gateway's own settings that resolvers depend on. */
  readonly settings: ResolverSettings;
}

/** Settings that affect the behaviour of resolvers. */
export interface ResolverSettings {
  /** The largest page size of a list. */
  readonly maxPage: number;
  /** How long goods stay reserved for an order that is being placed, in seconds. */
  readonly reservationSeconds: number;
}
