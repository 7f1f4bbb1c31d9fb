import { EventEmitter, once } from 'node:events';
import {
  createServer,
  request as send,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** A request as it reached the server. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Resolves when its connection is gone before an answer was finished. */
  readonly cancelled: Promise<void>;
}

/** How a request is answered; `pass` asks the real system and gives its answer, unsent. */
export type Fault = (
  response: ServerResponse,
  pass: () => Promise<{
    readonly status: number;
    readonly type: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }>,
) => unknown;

/**
 * An HTTP server that stands before a real system and answers what the test hands it next: each request takes the
 * first fault of the queue, else the standing one, which is at first to pass it on.
 */
export class FaultServer implements AsyncDisposable {
  readonly url: string;
  /** Every request since the start, or since `forget`. */
  readonly requests: Received[] = [];
  readonly #server: Server;
  readonly #arrivals = new EventEmitter();
  readonly #queue: Fault[] = [];
  #standing: Fault = pass;
  /** The real system's address; without one, nothing can be passed on. */
  behind = '';

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Starts on a free port. */
  static async start(): Promise<FaultServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const faults = new FaultServer(server);
    server.on('request', (request, response) => void faults.#answer(request, response));
    return faults;
  }

  /** The answers of the next requests, one each. */
  next(...faults: Fault[]): void {
    this.#queue.push(...faults);
  }

  /** The answer of every request from now on, once the queue is empty. */
  always(fault: Fault): void {
    this.#standing = fault;
  }

  /** As at the start: nothing queued, requests passed on, none counted. */
  forget(): void {
    this.#queue.length = 0;
    this.#standing = pass;
    this.requests.length = 0;
  }

  /** Resolves with the requests when there are this many. */
  async seen(count: number): Promise<readonly Received[]> {
    while (this.requests.length < count) await once(this.#arrivals, 'arrival');
    return this.requests;
  }

  /** Ends all connections and refuses new ones, until `listenAgain`. */
  async refuse(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Takes connections again, at the same address. */
  async listenAgain(): Promise<void> {
    this.#server.listen(Number(new URL(this.url).port), '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.refuse();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cancelled = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const { method = '', url: path = '', headers } = request;
    const body = (await request.setEncoding('utf8').toArray()).join('');
    // Who looks for changes is no part of what is tried before a real system.
    if (this.behind !== '' && isAboutChanges(path, headers)) {
      await pass(response, () => forward(this.behind, { method, path, headers, body }));
      return;
    }
    this.requests.push({ method, path, headers, body, cancelled });
    this.#arrivals.emit('arrival');
    const fault = this.#queue.shift() ?? this.#standing;
    await fault(response, () => forward(this.behind, { method, path, headers, body }));
  }
}

function isAboutChanges(path: string, headers: IncomingMessage['headers']): boolean {
  return /\/(events|webhooks|Changes)\b/.test(path) || headers['if-modified-since'] !== undefined;
}

async function forward(behind: string, asked: Omit<Received, 'cancelled'>) {
  const { method, path, headers, body } = asked;
  const request = send(behind + path, { method, headers });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const text = ((await answer.setEncoding('utf8').toArray()) as string[]).join('');
  const { statusCode: status = 0, headers: fields } = answer;
  return { status, type: fields['content-type'] ?? '', headers: fields, body: text };
}

/** What the real system says, header fields included. */
export const pass: Fault = async (response, asked) => {
  const { status, headers, body } = await asked();
  response.writeHead(status, headers).end(body);
};

/** What the real system says, with its JSON changed. */
export const changed =
  (change: (body: unknown) => unknown): Fault =>
  async (response, asked) => {
    const { status, type, body } = await asked();
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(change(JSON.parse(body))));
  };

/** The request takes effect, but the connection breaks before the answer. */
export const lostAnswer: Fault = async (response, asked) => {
  await asked();
  response.destroy();
};

/** An answer of one's own. */
export const answering =
  (status: number, body: string, headers: Record<string, string> = {}): Fault =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

/** The connection breaks without an answer. */
export const reset: Fault = (response) => response.socket?.resetAndDestroy();

/** No answer at all, until the client loses patience. */
export const hang: Fault = () => undefined;

/** Half of what `content-length` promises, then the end. */
export const halfBody: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"results":[', () => response.socket?.end());
};

/** The first chunk, then a broken connection. */
export const cutChunks: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"results":[', () => response.socket?.destroy());
};

/** More bytes than anybody should take in. */
export const endless =
  (megabytes: number): Fault =>
  async (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const megabyte = 'x'.repeat(1024 * 1024);
    const parts = function* () {
      yield '{"results":["';
      for (let sent = 0; sent < megabytes; sent++) yield megabyte;
      yield '"]}';
    };
    // Whoever asked may leave before the end: that is the point.
    await pipeline(parts, response).catch(() => undefined);
  };

/** No answer until `release`, then what the real system says. */
export function held(): { readonly fault: Fault; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const fault: Fault = async (response, asked) => {
    await promise;
    await pass(response, asked);
  };
  return { fault, release: () => resolve(undefined) };
}

/** What the real system said when it was asked, which the client is told at `release`. */
export function heldBack(): { readonly fault: Fault; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const fault: Fault = async (response, asked) => {
    const { status, headers, body } = await asked();
    await promise;
    response.writeHead(status, headers).end(body);
  };
  return { fault, release: () => resolve(undefined) };
}
