import type { Ref } from '../datasources/ids.ts';
import type { Logger, RequestScope } from '../datasources/scope.ts';
import type { System } from '../datasources/system.ts';
import type { Admin } from './admin.ts';
import type { MaybePromise } from '../datasources/maybe-promise.ts';
import type { Principal } from './principal.ts';

/** What every resolver gets; one a request, whatever it came in by. Nothing in it is optional. */
export interface Context extends RequestScope {
  /** Who asks. What he is granted is decided before a resolver runs (server/identity/guard.ts). */
  readonly principal: Principal;
  /** The request's source of a system: `context.use(crm).customers`. */
  readonly use: <Source>(system: System<Source>) => Source;
  /** Drops all that this request has read so far, and from now on asks the systems, whatever caches have; called before each mutation. */
  readonly readAnew: () => void;
  /**
   * The entity of a type by the id of its own system, checked with the domain that owns it: null where there
   * is none, or no such type.
   */
  readonly entity: (
    typeName: string,
    id: string,
  ) => MaybePromise<(Ref<string> & { readonly __typename: string }) | null>;
  /** The id, in the CRM, of the customer to whom an entity belongs; null where there is none, or nobody knows. */
  readonly ownerOf: (typeName: string, id: string) => MaybePromise<string | null>;
  /**
   * Does work with the same request, but with time of its own and sources that have read nothing yet: for what
   * must come to its end although the caller has gone, such as undoing half of what was asked. The gateway does
   * not close while such work is running.
   */
  readonly detached: <T>(work: (context: Context) => Promise<T>) => Promise<T>;
  /**
   * The cursor up to which all that was read before has been dropped from caches here, and told. Throws where the change log has not been
   * reached yet.
   */
  readonly changesCursor: () => string;
  /** What operators may do with this process. Throws ForbiddenError where the caller may not. */
  readonly admin: () => Admin;
  /** Where operators are told what callers are not. */
  readonly log: Logger;
  /** The product's own settings that resolvers depend on. */
  readonly settings: ResolverSettings;
}

/** Settings that change what resolvers do. */
export interface ResolverSettings {
  /** The most items that a list gives at once. */
  readonly maxPage: number;
  /** How long goods stay held for an order that is being placed, in seconds. */
  readonly reservationSeconds: number;
}
