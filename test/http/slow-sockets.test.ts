import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { WebSocket } from 'ws';
import { startGatewayAlone } from '../support/gateway.ts';
import { figure, slack, formatMs } from '../support/slack.ts';

/** The promised time, and what a busy machine may add to it. */
const PROMISED_MS = 15_000;
const GRACE_MS = slack(10_000);
/** Small enough for the test to fail with a ping every 12 s. */
const SOCKET_GRACE_MS = slack(6_000);

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());

async function openSocket(): Promise<Socket> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

/** Sends a byte per second until the socket is closed. */
function dribble(socket: Socket, byte: string): void {
  const timer = setInterval(() => socket.write(byte), 1_000);
  socket.once('close', () => clearInterval(timer));
}

const SLOW: Readonly<Record<string, (socket: Socket) => void>> = {
  'says nothing': () => undefined,
  'sends its header fields byte by byte': (socket) => {
    socket.write(`${HEAD}x-slow: `);
    dribble(socket, 'x');
  },
  'sends its body byte by byte': (socket) => {
    socket.write(`${HEAD}content-length: 1000\r\n\r\n{`);
    dribble(socket, ' ');
  },
  'sends half of its body and no more': (socket) => {
    socket.write(`${HEAD}content-length: 1000\r\n\r\n{"query":`);
  },
};

describe('slow sockets', () => {
  test.concurrent.each(Object.entries(SLOW))(
    'a socket that %s is closed within 15 s',
    { timeout: 60_000 },
    async (name, behave) => {
      const socket = await openSocket();
      socket.resume();
      const began = performance.now();
      const closed = once(socket, 'close');
      behave(socket);
      await closed;
      const took = performance.now() - began;
      figure(`a socket that ${name} is closed within 15 s`, formatMs(took));
      expect(took).toBeLessThan(PROMISED_MS + GRACE_MS);
    },
  );

  test.concurrent(
    'a WebSocket that does not answer pings is closed within 15 s',
    { timeout: 60_000 },
    async () => {
      const began = performance.now();
      const address = `${gateway.url.replace('http', 'ws')}/graphql`;
      const socket = new WebSocket(address, 'graphql-transport-ws', { autoPong: false });
      await once(socket, 'open');
      socket.send('{"type":"connection_init"}');
      const [code] = (await once(socket, 'close')) as [number];
      const took = performance.now() - began;
      console.log(`a WebSocket that answers no ping: closed after ${(took / 1_000).toFixed(1)} s`);
      expect(code).toBe(1006);
      expect(took).toBeLessThan(PROMISED_MS + SOCKET_GRACE_MS);
    },
  );

  test.concurrent(
    'other callers are answered in under 50 ms (p99) while 200 are open',
    { timeout: 60_000 },
    async () => {
      const sockets = await Promise.all(Array.from({ length: 200 }, openSocket));
      for (const socket of sockets) SLOW['sends its body byte by byte']?.(socket);
      const times: number[] = [];
      for (let n = 0; n < 100; n++) {
        const began = performance.now();
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers,
          body: '{"query":"{ __typename }"}',
        });
        expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
        times.push(performance.now() - began);
      }
      for (const socket of sockets) socket.destroy();
      const p99 = times.toSorted((one, other) => one - other).at(-2) ?? Infinity;
      figure('beside 200 slow sockets, others’ p99 under 50 ms', formatMs(p99));
      expect(p99).toBeLessThan(50 + slack(2_000));
    },
  );
});
