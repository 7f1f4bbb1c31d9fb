import { randomUUID } from 'node:crypto';
import type { Cursor } from '../changes/event.ts';
import { requestScope } from '../datasources/load/request-reads.ts';
import type { Asker, Logger } from '../datasources/scope.ts';
import type { Connection, System } from '../datasources/system.ts';
import type { Admin } from '../resolvers/admin.ts';
import type { Context, ResolverSettings } from '../resolvers/context.ts';
import { later } from '../datasources/maybe-promise.ts';
import type { Entity } from '../resolvers/domain.ts';
import type { Principal } from '../resolvers/principal.ts';
import type { DetachedWork } from './detached.ts';

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
  const sources = new Map<System<unknown>, unknown>();
  const context: Context = {
    ...scope,
    principal,
    settings: parts.settings,
    use: <Source>(system: System<Source>): Source => {
      let source = sources.get(system);
      if (source === undefined) {
        const connection = parts.connections.get(system);
        if (!connection)
          throw new Error(`The system "${system.name}" is not among the systems of any domain.`);
        source = connection.sourceFor(scope);
        sources.set(system, source);
      }
      return source as Source;
    },
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
    entity: (typeName, id) =>
      later(entityOf(parts, typeName)?.load(id, context) ?? null, (record) =>
        record ? { id: record.id, __typename: typeName } : null,
      ),
    ownerOf: (typeName, id) => entityOf(parts, typeName)?.ownerOf?.(id, context) ?? null,
  };
  return context;
}

function entityOf({ entities }: ContextParts, typeName: string): Entity | undefined {
  return Object.hasOwn(entities, typeName) ? entities[typeName] : undefined;
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
