import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A webhook as it arrived at a receiver. */
export interface Arrival {
  /** Its `webhook-id`. */
  readonly id: string;
  /** The subject of the event, such as `order:7`. */
  readonly subject: string;
  /** The cursor of the event. */
  readonly cursor: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  /** The status of the answer. */
  readonly status: number;
}

/** An answer of the receiver. */
export interface Reply {
  /** 0 cuts the connection in place of an answer. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Gives the answer to a webhook; a promise that never resolves makes the receiver hang. */
export type Replying = (arrival: Omit<Arrival, 'status'>, number: number) => Reply | Promise<Reply>;

/** A service that receives webhooks. */
export class Receiver implements AsyncDisposable {
  /** The webhooks that have been answered, in that order. */
  readonly arrivals: Arrival[] = [];
  /** The number of requests received, answered or not. */
  requests = 0;
  /** The number of concurrent requests, and its maximum so far. */
  running = 0;
  mostRunning = 0;
  reply: Replying = () => ({ status: 204 });
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.requests += 1;
      this.running += 1;
      this.mostRunning = Math.max(this.mostRunning, this.running);
      response.on('close', () => (this.running -= 1));
      void this.#answer(request.headers, request.url ?? '', text(request)).then(
        ({ status, headers, body }) => {
          if (status === 0) request.socket.destroy();
          else response.writeHead(status, headers).end(body);
        },
        // The sender was killed during its request.
        () => undefined,
      );
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/in`;
  }

  /** The subjects of accepted webhooks (2xx), in order, each `webhook-id` once. */
  get taken(): readonly string[] {
    const first = new Map(
      this.arrivals.filter(({ status }) => status < 300).map((one) => [one.id, one.subject]),
    );
    return [...first.values()];
  }

  /** Resolves with the next request. */
  async next(): Promise<void> {
    await once(this.#server, 'request');
  }

  /** Resolves once this many webhooks have been answered. */
  async answered(count: number): Promise<void> {
    while (this.arrivals.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(headers: IncomingHttpHeaders, path: string, read: Promise<string>): Promise<Reply> {
    const body = await read;
    const { id: cursor, subject } = JSON.parse(body) as { id: string; subject?: string };
    const arrival = {
      id: String(headers['webhook-id']),
      cursor,
      subject: subject ?? '',
      body,
      headers,
      path,
    };
    const reply = await this.reply(arrival, this.requests);
    this.arrivals.push({ ...arrival, status: reply.status });
    return reply;
  }
}
