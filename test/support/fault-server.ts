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
  /** Resolves if its connection closes before the answer is complete. */
  readonly cancelled: Promise<void>;
}

/** Answers a request; `pass` calls the real system and gives its answer, without sending it. */
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
 * An HTTP server in front of a real system. Each request is answered by the first fault of the queue, or else by the standing one, which
 * initially passes it on.
 */
export class FaultServer implements AsyncDisposable {
  readonly url: string;
  /** Every request since the start, or since `forget`. */
  readonly requests: Received[] = [];
  readonly #server: Server;
  readonly #arrivals = new EventEmitter();
  readonly #queue: Fault[] = [];
  #standing: Fault = pass;
  /** The URL of the real system, needed to pass requests on. */
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

  /** Queues the answers to the next requests, one each. */
  next(...faults: Fault[]): void {
    this.#queue.push(...faults);
  }

  /** Sets the answer to every request once the queue is empty. */
  always(fault: Fault): void {
    this.#standing = fault;
  }

  /** Restores the initial state: nothing queued, requests passed on, none recorded. */
  forget(): void {
    this.#queue.length = 0;
    this.#standing = pass;
    this.requests.length = 0;
  }

  /** Resolves with the requests once there are this many. */
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

  /** Accepts connections again, on the same port. */
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
    // Requests about changes bypass the faults and are not recorded.
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

async function forward(behind: string, received: Omit<Received, 'cancelled'>) {
  const { method, path, headers, body } = received;
  const request = send(behind + path, { method, headers });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const text = ((await answer.setEncoding('utf8').toArray()) as string[]).join('');
  const { statusCode: status = 0, headers: fields } = answer;
  return { status, type: fields['content-type'] ?? '', headers: fields, body: text };
}

/** The answer of the real system, including header fields. */
export const pass: Fault = async (response, callSystem) => {
  const { status, headers, body } = await callSystem();
  response.writeHead(status, headers).end(body);
};

/** The answer of the real system, with its JSON changed. */
export const changed =
  (change: (body: unknown) => unknown): Fault =>
  async (response, callSystem) => {
    const { status, type, body } = await callSystem();
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(change(JSON.parse(body))));
  };

/** The request takes effect, but the connection breaks before the answer. */
export const lostAnswer: Fault = async (response, callSystem) => {
  await callSystem();
  response.destroy();
};

/** A fixed answer. */
export const answering =
  (status: number, body: string, headers: Record<string, string> = {}): Fault =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

/** The connection breaks without an answer. */
export const reset: Fault = (response) => response.socket?.resetAndDestroy();

/** No answer at all. */
export const hang: Fault = () => undefined;

/** A body shorter than its `content-length`. */
export const halfBody: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"results":[', () => response.socket?.end());
};

/** The first chunk, then a broken connection. */
export const cutChunks: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"results":[', () => response.socket?.destroy());
};

/** A very large body, of this many megabytes. */
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
    // The client may disconnect before the end, as tests expect.
    await pipeline(parts, response).catch(() => undefined);
  };

/** No call to the real system until `release`, then its answer. */
export function held(): { readonly fault: Fault; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const fault: Fault = async (response, callSystem) => {
    await promise;
    await pass(response, callSystem);
  };
  return { fault, release: () => resolve(undefined) };
}

/** The answer of the real system at the time of the request, sent at `release`. */
export function heldBack(): { readonly fault: Fault; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const fault: Fault = async (response, callSystem) => {
    const { status, headers, body } = await callSystem();
    await promise;
    response.writeHead(status, headers).end(body);
  };
  return { fault, release: () => resolve(undefined) };
}
