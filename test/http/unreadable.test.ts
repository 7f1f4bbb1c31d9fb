import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());

describe('what cannot be read as HTTP is answered as an error of the graph, and the connection closed', () => {
  /** Everything the gateway sends until it closes the connection. */
  async function sendRaw(request: string): Promise<{ head: string; body: unknown }> {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write(request);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    return { head, body: JSON.parse(body) };
  }

  const REST = ' HTTP/1.1\r\nhost: localhost\r\n';
  test.each([
    ['raw UTF-8 in the URL', `GET /graphql?query={ñ}${REST}\r\n`, '400 Bad Request', /percent-encoded/],
    ['a space in the URL', `GET /graphql?query={ a }${REST}\r\n`, '400 Bad Request', /percent-encoded/],
    ['no HTTP', 'QUIT\r\n\r\n', '400 Bad Request', /Send HTTP\/1\.1/],
    [
      'a URL that is too long',
      `GET /graphql?query=${'a'.repeat(20_000)}${REST}\r\n`,
      '431 Request Header Fields Too Large',
      /more than 16384 bytes\. Send a long operation by POST/,
    ],
    [
      'half a body',
      `POST /graphql${REST}content-type: application/json\r\ncontent-length: 90\r\n\r\n{"query":`,
      '408 Request Timeout',
      /its header may take 10 s, and all of it 12 s/,
    ],
  ])('%s', { timeout: 60_000 }, async (_what, request, status, message) => {
    const { head, body } = await sendRaw(request);
    expect(head).toContain(`HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\n`);
    expect(head).toContain('connection: close');
    const extensions = { code: 'BAD_REQUEST', requestId: expect.any(String) as string };
    expect(body).toEqual({ errors: [{ message: expect.stringMatching(message) as string, extensions }] });
  });

  test('but not in the middle of another answer', async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const path = `/graphql?query=${encodeURIComponent('subscription { changes { cursor } }')}`;
    const fields = 'accept: text/event-stream\r\napollo-require-preflight: 1\r\n';
    socket.write(`GET ${path}${REST}${fields}\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 200 OK/);
    socket.write('QUIT\r\n\r\n');
    expect(await text(socket).catch(() => '')).not.toContain('HTTP/1.1');
  });

  test('and harms nobody, even if the client is gone by then', async () => {
    for (let n = 0; n < 20; n++) {
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write('QUIT\r\n\r\n', () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    const headers = { 'content-type': 'application/json' };
    const body = '{"query":"{ __typename }"}';
    const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
  });
});
