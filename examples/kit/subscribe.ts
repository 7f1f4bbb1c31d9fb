import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { credentialsOf, type GraphFault, type Variables } from './graph.ts';

/** One result of a subscription. */
export interface Result {
  readonly data?: unknown;
  readonly errors?: readonly GraphFault[];
}

/** Receives the results of a subscription, and its end once, by `error` or `complete`. */
export interface Sink {
  readonly next: (result: Result) => void;
  readonly error: (cause: unknown) => void;
  readonly complete: () => void;
}

/** Begins a subscription; the function that it returns ends it. */
export type Subscribe = (query: string, variables: Variables, sink: Sink) => () => void;

const PING_MS = 10_000;
const PONG_MS = 5_000;

/**
 * Subscribes over WebSocket (graphql-transport-ws). The client's own retries are off: it would retry with the cursor that it began with,
 * and receive everything since then again.
 */
export function overWebSocket(url: string, key = ''): Subscribe {
  let unanswered: NodeJS.Timeout | undefined;
  const client = createSocketClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: credentialsOf(key),
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      // A peer whose machine is gone sends nothing, and TCP takes many minutes to find out.
      ping: (received) => {
        if (!received) unanswered = setTimeout(() => client.terminate(), PONG_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered);
      },
      closed: () => clearTimeout(unanswered),
    },
  });
  return (query, variables, sink) => client.subscribe({ query, variables: { ...variables } }, sink as never);
}

/** Subscribes over Server-Sent Events (GraphQL over SSE, distinct connections), for proxies that do not let WebSockets through. */
export function overSse(url: string, key = ''): Subscribe {
  const client = createSseClient({ url, headers: credentialsOf(key), retryAttempts: 0 });
  return (query, variables, sink) => client.subscribe({ query, variables: { ...variables } }, sink as never);
}
