import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { getOperationAST, type DocumentNode } from 'graphql';
import { createClient } from 'graphql-ws';

/**
 * How the page asks the graph: queries and mutations over HTTP, subscriptions and live queries over a WebSocket that is
 * opened at the first of them. Both go to `graphql` beside the page, so a proxy may put a path before it. What is written under
 * "Headers", such as a token, goes with both; as a browser can set none for a socket, that is told at its beginning, and another one opened
 * where it has changed.
 */
export function createFetcher(): Fetcher {
  const http = new URL('graphql', document.baseURI);
  const webSocket = new URL(http);
  webSocket.protocol = http.protocol === 'https:' ? 'wss:' : 'ws:';
  let shown: Readonly<Record<string, unknown>> = {};
  const wsClient = createClient({ url: webSocket.href, lazy: true, connectionParams: () => ({ ...shown }) });
  const show = (headers: Readonly<Record<string, unknown>> = {}) => {
    if (JSON.stringify(headers) === JSON.stringify(shown)) return;
    shown = headers;
    wsClient.terminate();
  };
  const fetcher = createGraphiQLFetcher({
    url: http.href,
    wsClient,
    // The gateway answers in one piece; asking for one piece only gets the stricter media type.
    enableIncrementalDelivery: false,
  });
  return (params, options) => {
    show(options?.headers);
    if (!isLive(options?.documentAST, params.operationName)) return fetcher(params, options);
    return wsClient.iterate(params) as AsyncIterable<never>;
  };
}

/** Whether the answer of a query is to be kept current, of which GraphiQL knows nothing. */
function isLive(operations: DocumentNode | undefined, name: string | null | undefined): boolean {
  const operation = operations && getOperationAST(operations, name);
  return operation?.directives?.some((directive) => directive.name.value === 'live') ?? false;
}
