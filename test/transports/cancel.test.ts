import { createClient as createSseClient } from 'graphql-sse';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { FaultServer, hang } from '../support/fault-server.ts';
import { startProduct, type Product } from '../support/product.ts';
import { ask, resultOf, socketClient, TRANSPORTS, withoutRequestIds } from '../support/transports.ts';

const QUERY = '{ customer(id: "customer:29485") { name } }';

let crm: FaultServer;
let patient: Product;
let hasty: Product;
beforeAll(async () => {
  crm = await FaultServer.start();
  const inFrontOf = { crm: (url: string) => ((crm.behind = url), crm.url) };
  // In one gateway, only the caller ends an operation; in the other, only its timeout does.
  const minutes = { CRM_TIMEOUT_MS: '600000' };
  patient = await startProduct(
    { ...minutes, REQUEST_TIMEOUT_MS: '600000', MAX_SOCKET_OPERATIONS: '2' },
    { inFrontOf },
  );
  hasty = await startProduct({ ...minutes, REQUEST_TIMEOUT_MS: '200' }, { inFrontOf });
  // Only these tests send requests to the system.
  for (const { changes } of [patient, hasty]) await changes.intake.close();
  crm.forget();
});
afterAll(async () => {
  await patient[Symbol.asyncDispose]();
  await hasty[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});
afterEach(() => crm.forget());

const quiet = { next: () => undefined, error: () => undefined, complete: () => undefined };

/** Ways to send an operation and to leave before its answer; each returns the function that leaves. */
const LEAVING: Record<string, (url: string) => () => unknown> = {
  'an HTTP request that is aborted': (url) => {
    const gone = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ query: QUERY }), signal: gone.signal };
    fetch(`${url}/graphql`, init).catch(() => undefined);
    return () => gone.abort();
  },
  'an event stream that is closed': (url) => {
    const client = createSseClient({ url: `${url}/graphql`, retryAttempts: 0 });
    client.subscribe({ query: QUERY }, quiet);
    return () => client.dispose();
  },
  'an operation that is cancelled on a socket that stays open': (url) => {
    const client = socketClient(url);
    const leave = client.subscribe({ query: QUERY }, quiet);
    // Another one holds the socket open.
    client.subscribe({ query: '{ __typename ... @include(if: true) { __typename } }' }, quiet);
    return leave;
  },
  'a socket that is lost': (url) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.once('message', () =>
      socket.send(`{"id":"1","type":"subscribe","payload":${JSON.stringify({ query: QUERY })}}`),
    );
    return () => socket.terminate();
  },
};

test.each(Object.entries(LEAVING))('%s has its REST calls cancelled', async (_how, begin) => {
  crm.always(hang);
  const leave = begin(patient.url);
  const [call] = await crm.seen(1);
  void leave();
  await call?.cancelled;
  expect(crm.requests).toHaveLength(1);
});

test.each(TRANSPORTS)(
  'over %s, an operation that takes too long has its calls cancelled and is answered with an error',
  async (transport) => {
    crm.always(hang);
    const answer = withoutRequestIds(await ask(transport, hasty.url, { query: QUERY }));
    expect(answer).toMatchObject({
      data: { customer: null },
      errors: [
        {
          message: 'The operation took too long and was ended.',
          path: ['customer'],
          extensions: { code: 'OPERATION_TIMEOUT', retryable: true },
        },
      ],
    });
    await crm.requests[0]?.cancelled;
    expect(crm.requests).toHaveLength(1);
  },
);

test('operations beyond the limit of a socket are refused until others end', async () => {
  crm.always(hang);
  const client = socketClient(patient.url);
  const leave = client.subscribe({ query: QUERY }, quiet);
  client.subscribe({ query: QUERY }, quiet);
  await crm.seen(2);
  const third = () => resultOf((sink) => client.subscribe({ query: '{ __typename }' }, sink));
  expect((await third()).errors).toMatchObject([{ extensions: { code: 'TOO_MANY_OPERATIONS' } }]);
  leave();
  // They use connections of their own, so either may have come first.
  await Promise.race(crm.requests.map(({ cancelled }) => cancelled));
  expect(await third()).toEqual({ data: { __typename: 'Query' } });
  await client.dispose();
});
