import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as a receiver sees it: its method and path, and its body, null if there is none. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** The response: a status, and a body. */
export type Answer = readonly [status: number, body?: object];

/** A small REST service that is listening. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
}

/** Starts a REST service on a loopback port, 0 for a free one, that accepts requests with this key. Rejects if it cannot listen. */
export async function startReceiver(
  port: number,
  key: string,
  answer: (request: Received) => Answer,
): Promise<Receiver> {
  const handle = async (request: IncomingMessage): Promise<Answer> => {
    const body = await text(request);
    if (request.headers.authorization !== `Bearer ${key}`)
      return [401, { title: 'The key is missing or wrong.' }];
    const received = { method: request.method ?? '', path: request.url ?? '', body: parsed(body) };
    return received.body === undefined ? [400, { title: 'The body is no JSON.' }] : answer(received);
  };
  const server = createServer((request, response) => {
    handle(request).then(
      ([status, body]) => {
        response.writeHead(status, body ? { 'content-type': 'application/json' } : {});
        response.end(body && JSON.stringify(body));
      },
      (error: unknown) => {
        console.error(error);
        response.writeHead(500).end();
      },
    );
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Undefined if it is not JSON. */
function parsed(body: string): unknown {
  if (body === '') return null;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
