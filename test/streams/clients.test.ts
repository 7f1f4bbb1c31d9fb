import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { STREAMS, type StreamBy } from '../support/streams.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

let gateway: RunningGateway;
let way: TcpProxy;
beforeAll(async () => {
  gateway = await startGatewayAlone();
  way = await TcpProxy.start(Number(new URL(gateway.url).port));
});
afterAll(async () => {
  await way[Symbol.asyncDispose]();
  await gateway.close();
});

const QUERY = 'subscription ($after: String) { customerChanged(after: $after) { cursor } }';

/** A stock client as docs/subscriptions.md sets it up: it comes back by itself, with what it asked for at first. */
function clientOf(by: StreamBy) {
  const retry = {
    retryAttempts: Infinity,
    retryWait: () => new Promise<void>((resolve) => setTimeout(resolve, 5)),
  };
  const at = `127.0.0.1:${way.port}/graphql`;
  return by === 'websocket'
    ? createSocketClient({ url: `ws://${at}`, webSocketImpl: WebSocket, shouldRetry: () => true, ...retry })
    : createSseClient({ url: `http://${at}`, ...retry });
}

test.each(STREAMS)(
  'over %s, a stock client that moves its variable on loses nothing when it is cut off',
  async (by) => {
    const client = clientOf(by);
    const variables = { after: await gateway.changes.log.newest() };
    const told: string[] = [];
    let wake = (): void => undefined;
    client.subscribe<{ customerChanged: { cursor: string } }>(
      { query: QUERY, variables },
      {
        next: ({ data }) => {
          if (!data) return;
          told.push(data.customerChanged.cursor);
          // Read anew with each attempt.
          variables.after = data.customerChanged.cursor;
          wake();
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const happened: string[] = [];
    for (let round = 0; round < 200; round++) {
      happened.push(...(await record(gateway, changeOf('Customer', String(round)))));
      if (round % 10 === 5) way.cut();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    while (told.length < happened.length) await new Promise<void>((resolve) => (wake = resolve));
    expect(told).toEqual(happened);
    await client.dispose();
  },
);
