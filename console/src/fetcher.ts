import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { getOperationAST, type DocumentNode } from 'graphql';
import { createClient } from 'graphql-ws';

/**
 * How the page asks the graph: queries and mutations over HTTP, subscriptions and live queries over a WebSocket that is
 * opened at the first of them. Both go to `graphql` beside the page, so a proxy may put a path before it.
 */
export function createFetcher(): Fetcher {
  const http = new URL('graphql', document.baseURI);
  const webSocket = new URL(http);
  webSocket.protocol = http.protocol === 'https:' ? 'wss:' : 'ws:';
  const wsClient = createClient({ url: webSocket.href, lazy: true });
  const fetcher = createGraphiQLFetcher({
    url: http.href,
    wsClient,
    // The gateway answers in one piece; asking for one piece only gets the stricter media type.
    enableIncrementalDelivery: false,
  });
  return (params, options) => {
    if (!isLive(options?.documentAST, params.operationName)) return fetcher(params, options);
    return wsClient.iterate(params) as AsyncIterable<never>;
  };
}

/** Whether the answer of a query is to be kept current, of which GraphiQL knows nothing. */
function isLive(operations: DocumentNode | undefined, name: string | null | undefined): boolean {
  const operation = operations && getOperationAST(operations, name);
  return operation?.directives?.some((directive) => directive.name.value === 'live') ?? false;
}
