import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqliteBacking } from '../support/webhooks/backing.ts';
import { Bench, valueOf } from '../support/webhooks/bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'isthmus-tls-'));
let ca = '';
let server: Server;
beforeAll(async () => {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  const subject = ['-subj', '/CN=hooks.example', '-addext', 'subjectAltName=DNS:hooks.example'];
  const options = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  execFileSync('openssl', [...options, ...subject, '-keyout', String(key), '-out', String(cert)], {
    stdio: 'ignore',
  });
  ca = readFileSync(String(cert), 'utf8');
  server = createServer({ key: readFileSync(String(key)), cert: ca }, (_request, response) => response.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The outcome of testing a webhook at `host`, which resolves to the server. */
async function testOf(host: string, tls: { ca?: string }) {
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  await using bench = await Bench.open(await sqliteBacking(), { resolve, tls });
  const { id } = await bench.endpoint({
    url: `https://${host}:${(server.address() as AddressInfo).port}/in`,
  });
  return valueOf(await bench.webhooks.test(id));
}

test('over TLS, the certificate must be for the host’s name and from a trusted issuer', async () => {
  expect(await testOf('hooks.example', { ca })).toMatchObject({ status: 200, error: null });
  const wrong = 'the connection failed (ERR_TLS_CERT_ALTNAME_INVALID)';
  expect(await testOf('other.example', { ca })).toMatchObject({ status: null, error: wrong });
  const stranger = 'the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)';
  expect(await testOf('hooks.example', {})).toMatchObject({ status: null, error: stranger });
});
