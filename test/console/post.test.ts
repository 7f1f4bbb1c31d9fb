import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { post } from '../../console/src/post.ts';

/** The URL of a graph whose every response is `text`, until it is disposed of. */
async function graphThatSays(text: string) {
  const server = createServer((_request, response) => response.writeHead(502).end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: new URL(`http://127.0.0.1:${port}/graphql`), [Symbol.asyncDispose]: close };
}

describe('an operation that is sent over HTTP', () => {
  it('says where nothing answers', async () => {
    const { url, ...gone } = await graphThatSays('');
    await gone[Symbol.asyncDispose]();
    await expect(post(url, { query: '{ a }' }, {})).rejects.toThrow(
      `Nothing answers at ${url.href}. Is the gateway running?`,
    );
  });

  it('does not take a malformed header field for silence', async () => {
    const sent = post(new URL('http://127.0.0.1/graphql'), {}, { authorization: 'Bearer —' });
    await expect(sent).rejects.not.toThrow('Nothing answers');
  });

  it('says what came instead of JSON', async () => {
    await using graph = await graphThatSays('<h1>Bad gateway</h1>');
    await expect(post(graph.url, { query: '{ a }' }, { connection: 'close' })).rejects.toThrow(
      'Expected JSON from the graph at /graphql, but it answered 502 Bad Gateway: <h1>Bad gateway</h1>',
    );
  });

  it('gives the answer', async () => {
    await using graph = await graphThatSays('{"data":{"a":1}}');
    expect(await post(graph.url, { query: '{ a }' }, {})).toEqual({ data: { a: 1 } });
  });
});
