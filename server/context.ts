import { randomUUID } from 'node:crypto';
import type { Logger } from '../datasources/scope.ts';
import type { Connection, System } from '../datasources/system.ts';
import type { Context, ResolverSettings } from '../resolvers/context.ts';
import type { Domains } from './graph.ts';

/** What contexts are made of: opened once a process. */
export interface ContextParts {
  readonly domains: Domains;
  readonly connections: ReadonlyMap<System<unknown>, Connection<unknown>>;
  readonly settings: ResolverSettings;
  readonly log: Logger;
  /** Milliseconds an operation may take. */
  readonly timeoutMs: number;
}

/** What is known of a request before its context is made. */
export interface Incoming {
  /** The caller's own id of the request, where it sent one that can be taken. */
  readonly requestId: string | undefined;
  readonly signal: AbortSignal;
}

/** The one way a context comes about, for HTTP, WebSocket, SSE and tests alike. */
export function createContext(parts: ContextParts, incoming: Incoming): Context {
  const sources = new Map<System<unknown>, unknown>();
  const owners = new Map(Object.values(parts.domains).flatMap((domain) => Object.entries(domain.entities)));
  const scope = { requestId: requestIdOf(incoming.requestId), signal: incoming.signal };
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
    detached: () =>
      createContext(parts, { requestId: scope.requestId, signal: AbortSignal.timeout(parts.timeoutMs) }),
    forget: () => sources.clear(),
    entity: async (typeName, id) => {
      const record = await owners.get(typeName)?.load(id, context);
      return record ? { ...record, __typename: typeName } : null;
    },
  };
  return context;
}

/** A caller's id is kept where it is short and harmless; otherwise a new one is made. */
function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}
