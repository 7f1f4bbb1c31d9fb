import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';

/** More than the operating system buffers for a client that reads nothing. */
const ANSWER_BYTES = 11_000_000;
const FIELDS = Array.from({ length: 1_000 }, (_, n) => `${'a'.repeat(100)}${n}: id`).join(' ');
const QUERY = `{ orders(first: 100) { nodes { ${FIELDS} } } }`;

/** Three answers fit, and four do not. */
const MAX_UNSENT_BYTES = 40_000_000;

let product: Product;
beforeAll(async () => {
  const limits = { MAX_ALIASES: '10000', MAX_TOKENS: '100000', MAX_MERGES: '1000000' };
  product = await startProduct({ ...limits, MAX_UNSENT_BYTES: String(MAX_UNSENT_BYTES) });
});
afterAll(() => product[Symbol.asyncDispose]());

function requestOf(query: string): string {
  const body = JSON.stringify({ query });
  const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
  return `${head}content-length: ${body.length}\r\n\r\n${body}`;
}

/** Sends requests over a connection of its own, and waits until the first of the answers begins to arrive. */
async function send(url: string, requests: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(requests);
  await once(socket, 'readable');
  return socket;
}

/** Reads until at least a whole answer has arrived, or the connection ends. Returns whether the answer has arrived. */
async function isAnswered(socket: Socket): Promise<boolean> {
  let bytes = 0;
  const ended = once(socket, 'close').then(() => false);
  const read = new Promise<boolean>((resolve) =>
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES) resolve(true);
    }),
  );
  socket.resume();
  const isRead = await Promise.race([read, ended]);
  socket.destroy();
  return isRead;
}

/** Reads until the second of two answers begins to arrive. */
function readUntilSecond(socket: Socket): Promise<void> {
  let [bytes, end] = [0, ''];
  return new Promise((resolve) => {
    socket.on('data', function read(chunk: Buffer) {
      bytes += chunk.length;
      end = end.slice(-20) + chunk.toString('latin1');
      if (bytes < ANSWER_BYTES || !end.includes('HTTP/1.1 200')) return;
      socket.off('data', read).pause();
      resolve();
    });
  });
}

test('past the limit on all unread answers, the connection that has waited longest is closed', async () => {
  const sockets: Socket[] = [];
  for (let n = 0; n < 4; n += 1) sockets.push(await send(product.url, requestOf(QUERY)));
  expect(await Promise.all(sockets.map(isAnswered))).toEqual([false, true, true, true]);
});

test('a connection whose client takes answers has not waited longest', async () => {
  const reading = await send(product.url, requestOf(QUERY).repeat(2));
  const idle = await send(product.url, requestOf(QUERY));
  await readUntilSecond(reading);
  const others = [await send(product.url, requestOf(QUERY)), await send(product.url, requestOf(QUERY))];
  expect(await Promise.all([idle, reading, ...others].map(isAnswered))).toEqual([false, true, true, true]);
});

test('answers that have been read do not count', async () => {
  for (let n = 0; n < 5; n += 1)
    expect(await isAnswered(await send(product.url, requestOf(QUERY)))).toBe(true);
});

test(
  'answers that wait behind others on the same connection count as well',
  { timeout: 180_000 },
  async () => {
    const lines: string[] = [];
    const settings = { MAX_UNSENT_BYTES: '100000', LOG_LEVEL: 'warn' };
    await using small = await startProduct(settings, { logTo: { write: (line) => void lines.push(line) } });
    const query = '{ orders(first: 100) { nodes { lines { product { name description } } } } }';
    const socket = await send(small.url, requestOf(query).repeat(300));
    await expect
      .poll(() => lines.join(''), { timeout: 30_000 })
      .toContain('too much waits for clients to read');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    await once(socket.resume(), 'close');
    expect(text.split('HTTP/1.1 200').length).toBeLessThan(300);
  },
);
