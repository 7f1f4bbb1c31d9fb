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
    const operation = operationOf(options?.documentAST, params.operationName);
    if (operation?.directives?.some(({ name }) => name.value === 'live')) return wsClient.iterate(params);
    return fetcher(params, options);
  };
}

function operationOf(document: DocumentNode | undefined, name: string | null | undefined) {
  return document && getOperationAST(document, name);
}
