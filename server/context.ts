import { randomUUID } from 'node:crypto';
import type { Logger, RequestScope } from '../datasources/scope.ts';
import type { Connection, System } from '../datasources/system.ts';
import type { Context, ResolverSettings } from '../resolvers/context.ts';
import { later } from '../resolvers/later.ts';
import type { DetachedWork } from './detached.ts';
import type { Domains } from './graph.ts';

/** What contexts are made of: opened once a process. */
export interface ContextParts {
  readonly domains: Domains;
  readonly connections: ReadonlyMap<System<unknown>, Connection<unknown>>;
  readonly settings: ResolverSettings;
  readonly log: Logger;
  /** Milliseconds an operation may take. */
  readonly timeoutMs: number;
  /** Where work that outlives its request is watched. */
  readonly detached: DetachedWork;
}

/** The one way a context comes about, for HTTP, WebSocket, SSE and tests alike. */
export function createContext(parts: ContextParts, scope: RequestScope): Context {
  const sources = new Map<System<unknown>, unknown>();
  const owners = new Map(Object.values(parts.domains).flatMap((domain) => Object.entries(domain.entities)));
  const context: Context = {
    ...scope,
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
    log: parts.log,
    detached: (work) => {
      const signal = AbortSignal.timeout(parts.timeoutMs);
      return parts.detached.watch(work(createContext(parts, { requestId: scope.requestId, signal })));
    },
    forget: () => sources.clear(),
    entity: (typeName, id) =>
      later(owners.get(typeName)?.load(id, context) ?? null, (record) =>
        record ? { ...record, __typename: typeName } : null,
      ),
  };
  return context;
}

/** A caller's own id is kept where it is short and harmless; otherwise a new one is made. */
export function requestIdOf(given: unknown): string {
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}
