import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { sendText, whenSent, type FrameTarget } from '../../server/transports/websocket-frame.ts';

let server: WebSocketServer;
let client: WebSocket;
let target: FrameTarget;
const received: string[] = [];

beforeEach(async () => {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  server = new WebSocketServer({ server: http });
  const connected = once(server, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  received.length = 0;
  client.on('message', (data: Buffer) => received.push(data.toString('utf8')));
  await once(client, 'open');
  const [socket, { socket: tcp }] = await connected;
  target = { socket, tcp };
  server.once('close', () => http.close());
});
afterEach(() => {
  client.terminate();
  server.close();
});

const send = (text: string) => sendText(target, text, Buffer.byteLength(text) === text.length);

it('sends texts of every length in order, together with what the library sends', async () => {
  const lengths = [0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 200_000];
  const texts = lengths.flatMap((length) => ['a'.repeat(length), `${'é'.repeat(length)}😀`]);
  for (const [at, text] of texts.entries()) {
    send(text);
    target.socket.send(`library ${at}`);
  }
  const expected = texts.flatMap((text, at) => [text, `library ${at}`]);
  while (received.length < expected.length) await once(client, 'message');
  expect(received).toEqual(expected);
});

it('reports a text as sent at once if the operating system accepts it', () => {
  let isSent = false;
  send('short');
  whenSent(target, () => (isSent = true));
  expect(isSent).toBe(true);
});

it('reports texts as sent only once a stalled reader has made room for them', async () => {
  client.pause();
  const text = 'a'.repeat(60_000);
  let count = 0;
  for (; target.tcp.writableLength === 0; count++) send(text);
  const sent = Promise.withResolvers<string>();
  let isSent = false;
  whenSent(target, () => {
    isSent = true;
    sent.resolve('sent');
  });
  for (let n = 0; n < 10; n++) await turn();
  expect(isSent).toBe(false);
  client.resume();
  expect(await sent.promise).toBe('sent');
  while (received.length < count) await once(client, 'message');
  expect(received.every((one) => one === text)).toBe(true);
});
