import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { FaultServer, held } from '../support/fault-server.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { startProduct } from '../support/product.ts';
import { openAcknowledged } from '../support/raw-streams.ts';

test('a request in flight is answered before the gateway closes', async () => {
  await using crm = await FaultServer.start();
  const product = await startProduct({}, { inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) } });
  const { fault, release } = held();
  crm.always(fault);
  const answer = product.query('{ customer(id: "customer:29485") { name } }');
  await crm.seen(1);
  const closed = product[Symbol.asyncDispose]();
  await expect(fetch(`${product.url}/healthz`, { headers: { connection: 'close' } })).rejects.toThrow(
    'fetch failed',
  );
  release();
  expect(await answer).toEqual({ data: { customer: { name: 'Catherine Abel' } } });
  await closed;
});

test('a closing gateway first reports that it is draining, and still answers everything meanwhile', async () => {
  const gateway = await startGatewayAlone({ SHUTDOWN_DELAY_MS: '8000' });
  const began = performance.now();
  const closed = gateway.close();
  const ready = await fetch(`${gateway.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: 'draining' });
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const body = '{"query":"{ __typename }"}';
  const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
  expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  const socket = await openAcknowledged(gateway.url);
  socket.terminate();
  await closed;
  expect(performance.now() - began).toBeGreaterThanOrEqual(7_990);
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow('fetch failed');
});

test('a connection opened in advance, as browsers do, does not keep the gateway from closing', async () => {
  const gateway = await startGatewayAlone();
  const spare = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  await once(spare, 'connect');
  const cut = once(spare.resume(), 'close');
  await gateway.close();
  await cut;
});

test('a request on an open connection while the gateway closes is answered with "Connection: close"', async () => {
  const gateway = await startGatewayAlone();
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const body = '{"query":"{ __typename }"}';
  const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
  const request = `${head}content-length: ${body.length}\r\n\r\n${body}`;
  socket.write(request);
  const [first] = (await once(socket, 'data')) as [Buffer];
  const cut = once(socket, 'close');
  const closed = gateway.close();
  socket.write(request);
  const [second] = (await once(socket, 'data')) as [Buffer];
  expect([first, second].map((said) => /^connection: (.*)$/im.exec(said.toString())?.[1])).toEqual([
    'keep-alive',
    'close',
  ]);
  expect(second.toString()).toMatch(/^HTTP\/1\.1 200 /);
  await Promise.all([cut, closed]);
});
