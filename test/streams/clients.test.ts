import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { STREAMS, type StreamTransport } from '../support/streams.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

let gateway: RunningGateway;
let proxy: TcpProxy;
beforeAll(async () => {
  gateway = await startGatewayAlone();
  proxy = await TcpProxy.start(Number(new URL(gateway.url).port));
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await gateway.close();
});

const QUERY = 'subscription ($after: String) { customerChanged(after: $after) { cursor } }';

/** A stock client as docs/subscriptions.md sets it up: it reconnects by itself, with the operation that it began with. */
function clientOf(by: StreamTransport) {
  const retry = {
    retryAttempts: Infinity,
    retryWait: () => new Promise<void>((resolve) => setTimeout(resolve, 5)),
  };
  const at = `127.0.0.1:${proxy.port}/graphql`;
  return by === 'websocket'
    ? createSocketClient({ url: `ws://${at}`, webSocketImpl: WebSocket, shouldRetry: () => true, ...retry })
    : createSseClient({ url: `http://${at}`, ...retry });
}

test.each(STREAMS)(
  'over %s, a stock client that keeps its cursor variable up to date loses nothing when it is cut off',
  async (by) => {
    const client = clientOf(by);
    const variables = { after: await gateway.changes.log.newest() };
    const received: string[] = [];
    let wake = (): void => undefined;
    client.subscribe<{ customerChanged: { cursor: string } }>(
      { query: QUERY, variables },
      {
        next: ({ data }) => {
          if (!data) return;
          received.push(data.customerChanged.cursor);
          // Read again on each attempt.
          variables.after = data.customerChanged.cursor;
          wake();
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const recorded: string[] = [];
    for (let round = 0; round < 200; round++) {
      recorded.push(...(await record(gateway, changeOf('Customer', String(round)))));
      if (round % 10 === 5) proxy.cut();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    while (received.length < recorded.length) await new Promise<void>((resolve) => (wake = resolve));
    expect(received).toEqual(recorded);
    await client.dispose();
  },
);
