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

/** A reply that somebody waits for, and what has him leave. */
async function awaited(): Promise<{ raw: ServerResponse; leave: () => void }> {
  const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  sent.on('error', () => undefined);
  sent.end();
  const [, raw] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { raw, leave: () => sent.destroy() };
}

test('who leaves while the operation runs ends it', async () => {
  const { raw, leave } = await awaited();
  const { signal } = lifetimeOf({ raw }, MINUTE);
  expect(signal.aborted).toBe(false);
  leave();
  await once(signal, 'abort');
});

test('an operation that begins after its caller has left is over at once', async () => {
  const { raw, leave } = await awaited();
  leave();
  await once(raw, 'close');
  expect(lifetimeOf({ raw }, MINUTE).signal.aborted).toBe(true);
});

test('an answer that was sent ends nothing', async () => {
  const { raw } = await awaited();
  const { signal } = lifetimeOf({ raw }, MINUTE);
  raw.end('done');
  await once(raw, 'close');
  expect(signal.aborted).toBe(false);
});
