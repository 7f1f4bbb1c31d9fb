import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What came to a receiver. */
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
  /** What was answered. */
  readonly status: number;
}

/** An answer. */
export interface Reply {
  /** 0 takes what came, and cuts the connection in place of an answer. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a receiver answers to what has come to it; a promise that never resolves lets it hang. */
export type Replying = (arrival: Omit<Arrival, 'status'>, number: number) => Reply | Promise<Reply>;

/** A service of somebody's that takes webhooks. */
export class Receiver implements AsyncDisposable {
  /** What has been answered, in the order in which it was. */
  readonly arrivals: Arrival[] = [];
  /** Requests that came, answered or not. */
  requests = 0;
  /** Requests under way, and the most there ever were. */
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
        // The sender was killed amid its request.
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

  /** Subjects of what was taken (2xx), in order, each `webhook-id` once. */
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

  /** Resolves once so many have been answered. */
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
