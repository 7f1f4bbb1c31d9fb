import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

/**
 * How the page asks the graph: queries and mutations over HTTP, subscriptions over a WebSocket that is
 * opened at the first of them. Both go to `graphql` beside the page, so a proxy may put a path before it.
 */
export function createFetcher(): Fetcher {
  const http = new URL('graphql', document.baseURI);
  const webSocket = new URL(http);
  webSocket.protocol = http.protocol === 'https:' ? 'wss:' : 'ws:';
  return createGraphiQLFetcher({
    url: http.href,
    wsClient: createClient({ url: webSocket.href, lazy: true }),
    // The gateway answers in one piece; asking for one piece only gets the stricter media type.
    enableIncrementalDelivery: false,
  });
}
