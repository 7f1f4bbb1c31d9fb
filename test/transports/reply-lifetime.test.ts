import { once } from 'node:events';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lifetimeOf } from '../../server/transports/reply-lifetime.ts';

const MINUTE = { config: { requestTimeoutMs: 60_000 } };

let server: Server;
beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

/** A reply that a client is waiting for, and a function that makes the client leave. */
async function pendingReply(): Promise<{ raw: ServerResponse; leave: () => void }> {
  const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  sent.on('error', () => undefined);
  sent.end();
  const [, raw] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { raw, leave: () => sent.destroy() };
}

test('a caller that leaves while its operation runs ends it', async () => {
  const { raw, leave } = await pendingReply();
  const { signal } = lifetimeOf({ raw }, MINUTE);
  expect(signal.aborted).toBe(false);
  leave();
  await once(signal, 'abort');
});

test('an operation that begins after its caller has left is aborted at once', async () => {
  const { raw, leave } = await pendingReply();
  leave();
  await once(raw, 'close');
  expect(lifetimeOf({ raw }, MINUTE).signal.aborted).toBe(true);
});

test('an answer that has been sent aborts nothing', async () => {
  const { raw } = await pendingReply();
  const { signal } = lifetimeOf({ raw }, MINUTE);
  raw.end('done');
  await once(raw, 'close');
  expect(signal.aborted).toBe(false);
});
