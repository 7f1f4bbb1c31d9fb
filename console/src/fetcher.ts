import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { getOperationAST, OperationTypeNode, parse, type OperationDefinitionNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { post, type Headers } from './post.ts';
import { cursorOf, resumed, type Sent } from './runs/resume.ts';
import type { Kind, Request } from './runs/run.ts';
import type { StartOperation, Runs } from './runs/runs.ts';

/**
 * How the page sends operations to the graph: queries and mutations over HTTP, subscriptions and live queries over a WebSocket each. Both
 * go to `graphql` beside the page, so a proxy may put a path before it. What is written under "Headers" goes with both; a browser
 * cannot set header fields of a socket, so they are sent in `connection_init`. Whatever is run belongs to the tab it was run in (`runs`).
 */
export function createFetcher(runs: Runs): Fetcher {
  const http = new URL('graphql', document.baseURI);
  return (params, options) => {
    const headers: Headers = options?.headers ?? {};
    // GraphiQL's own introspection query belongs to no tab.
    if (params.operationName === 'IntrospectionQuery') return post(http, params, headers) as Promise<never>;
    const kind = kindOf(params);
    if (kind !== 'query') return runs.enter(kind, sendOverWebSocket(http, params, headers, kind)) as never;
    const send: Request['send'] = (sent, signal) => post(http, sent, headers, signal);
    return runs.enter(kind, sendOverHttp(params, send), { sent: params, send }) as never;
  };
}

/** Sends the operation over HTTP; stopping it closes the connection, and the gateway then stops as well. */
function sendOverHttp(params: FetcherParams, send: Request['send']): StartOperation {
  return ({ next, end }) => {
    const abort = new AbortController();
    void send(params as Sent, abort.signal)
      .then(next, (error: unknown) => next({ errors: errorsOf(error) }))
      .finally(end);
    return () => abort.abort();
  };
}

/**
 * Sends the operation over a WebSocket of its own. If that is cut, a live query is sent again, and a subscription resumes after the last
 * cursor it received. If it has none yet, or the gateway does not answer for half a minute, it ends: events would be missing silently.
 * One that was never connected is not tried again.
 */
function sendOverWebSocket(
  url: URL,
  { query, variables, operationName }: FetcherParams,
  headers: Headers,
  kind: Kind,
): StartOperation {
  return ({ next, end }) => {
    const address = new URL(url);
    address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    // Sent anew on each attempt.
    const sent = { query, variables: variables as Record<string, unknown>, operationName };
    let cursor: string | undefined;
    let wasConnected = false;
    const goOn = () => {
      const later = cursor === undefined ? null : resumed(sent, cursor);
      Object.assign(sent, later);
      return later !== null;
    };
    const client = createClient({
      url: address.href,
      connectionParams: headers,
      // A refused connection comes as the socket's error event, before its close event.
      shouldRetry: (event) => event instanceof Event && wasConnected && (kind === 'live' || goOn()),
      on: {
        connected: () => (wasConnected = true),
        ping: (_, payload) => (cursor = pingedCursor(payload) ?? cursor),
      },
    });
    const fail = (error: unknown) => {
      next({ errors: errorsOf(error, cursor) });
      end();
    };
    const note = (value: unknown) => {
      cursor = cursorOf(value) ?? cursor;
      next(value);
    };
    return client.subscribe(sent, { next: note, error: fail, complete: end });
  };
}

/** The cursor of the only operation of a socket, which the gateway sends from time to time (docs/subscriptions.md). */
function pingedCursor(payload: Record<string, unknown> | undefined): string | undefined {
  const [cursor] = Object.values((payload?.['cursors'] ?? {}) as Record<string, unknown>);
  return typeof cursor === 'string' ? cursor : undefined;
}

/** What went wrong, as the errors of an answer: those of the graph, or of the connection. */
function errorsOf(error: unknown, cursor?: string): readonly object[] {
  if (Array.isArray(error)) return error as object[];
  if (error instanceof Event) return [lost(error, cursor)];
  return [{ message: error instanceof Error ? error.message : String(error) }];
}

function lost(event: Event, cursor: string | undefined): object {
  const { code, reason } = event instanceof CloseEvent ? event : { code: 1006, reason: '' };
  // Browsers report 1006 where a connection was cut, and an error without a reason where none could be opened.
  const why =
    code === 1006
      ? 'The gateway may be down.'
      : `It was closed: ${[code, reason].filter(Boolean).join(' ')}.`;
  const how = cursor === undefined ? 'to go on from now' : `with after: "${cursor}" to miss nothing`;
  const message = `The connection is lost. ${why} Run it again ${how}.`;
  return code === 4401 ? { message, extensions: { code: 'UNAUTHENTICATED' } } : { message };
}

function kindOf({ query, operationName }: FetcherParams): Kind {
  const operation = operationOf(query, operationName);
  if (operation?.operation === OperationTypeNode.SUBSCRIPTION) return 'subscription';
  return operation?.directives?.some(({ name }) => name.value === 'live') ? 'live' : 'query';
}

/** The selected operation; null if the text is not GraphQL, which the graph then reports better. */
function operationOf(
  query: string,
  name: string | null | undefined,
): OperationDefinitionNode | null | undefined {
  try {
    return getOperationAST(parse(query, { noLocation: true }), name);
  } catch {
    return null;
  }
}
