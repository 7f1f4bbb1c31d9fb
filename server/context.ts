import { randomUUID } from 'node:crypto';
import type { Cursor } from '../changes/event.ts';
import { requestScope } from '../datasources/load/request-reads.ts';
import type { Asker, Logger } from '../datasources/scope.ts';
import type { Connection, System } from '../datasources/system.ts';
import type { Admin } from '../resolvers/admin.ts';
import type { Context, ResolverSettings } from '../resolvers/context.ts';
import type { Entity } from '../resolvers/domain.ts';
import type { Principal } from '../resolvers/principal.ts';
import type { DetachedWork } from './detached.ts';
import { entityOf, referenceTo, Sources } from './reached.ts';

/** What contexts are made of: opened once a process. */
export interface ContextParts {
  /** The entities of all domains by type. */
  readonly entities: Readonly<Record<string, Entity>>;
  readonly connections: ReadonlyMap<System<unknown>, Connection<unknown>>;
  readonly settings: ResolverSettings;
  /** The cursor up to which changes were told. Throws LogUnavailableError. */
  readonly changesCursor: () => Cursor;
  /** The work of operators as somebody does it. Throws ForbiddenError where nobody may. */
  readonly admin: (principal: Principal) => Admin;
  readonly log: Logger;
  /** Milliseconds an operation may take. */
  readonly timeoutMs: number;
  /** Where work that outlives its request is watched. */
  readonly detached: DetachedWork;
}

/** Makes the context of one operation. */
export type ContextFor = (asker: Asker, principal: Principal) => Context;

/** The one way a context comes about, for HTTP, WebSocket, SSE and tests alike. */
export function createContext(parts: ContextParts, asker: Asker, principal: Principal): Context {
  const scope = requestScope(asker);
  const sources = new Sources(parts.connections, () => scope);
  const context: Context = {
    ...scope,
    principal,
    settings: parts.settings,
    use: sources.use,
    changesCursor: parts.changesCursor,
    admin: () => parts.admin(principal),
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

/** A caller's own id is kept where it is short and harmless; otherwise a new one is made. */
export function requestIdOf(given: unknown): string {
  if (typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given)) return given;
  count += 1;
  return `${PROCESS}-${count.toString(36)}`;
}

/** Tells the requests of this process from those of all others: a number for each is cheaper than to draw one. */
const PROCESS = randomUUID();
let count = 0;
