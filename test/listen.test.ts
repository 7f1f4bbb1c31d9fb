import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startGatewayAlone } from './support/gateway.ts';

const LOOPBACK = ['127.0.0.1', '::1'];

test('HOST=localhost listens only on the one address that the machine prefers', async () => {
  const { address } = await lookup('localhost');
  const gateway = await startGatewayAlone({ HOST: 'localhost' });
  try {
    const { hostname, port } = new URL(gateway.url);
    expect(hostname.replace(/[[\]]/g, '')).toBe(address);
    for (const other of LOOPBACK.filter((one) => one !== address)) {
      const socket = connect({ host: other, port: Number(port) });
      await expect(once(socket, 'connect')).rejects.toThrow();
    }
    expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);
  } finally {
    await gateway.close();
  }
});
