import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A server's response: its status and its body. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

const HEADERS_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * An HTTP/1.1 connection with pipelining (RFC 9112, section 9.3.2): requests sent at a fixed rate arrive in order, however slow the server
 * is.
 */
export class Pipeline {
  readonly #host: string;
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #text = '';

  private constructor({ host, hostname, port }: URL) {
    this.#host = host;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#take(text));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The server closed a connection.')));
  }

  static async open(url: string): Promise<Pipeline> {
    const pipeline = new Pipeline(new URL(url));
    await once(pipeline.#socket, 'connect');
    return pipeline;
  }

  /** Posts an ASCII body. Rejects if the connection is lost. */
  post(path: string, headers: readonly string[], body: string): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ resolve, reject });
    const head = [
      `POST ${path} HTTP/1.1`,
      `host: ${this.#host}`,
      ...headers,
      `content-length: ${body.length}`,
    ];
    this.#socket.write(`${head.join('\r\n')}${HEADERS_END}${body}`, 'latin1');
    return promise;
  }

  close(): void {
    this.#socket.removeAllListeners('close').destroy();
  }

  #take(text: string): void {
    this.#text += text;
    for (;;) {
      const end = this.#text.indexOf(HEADERS_END);
      if (end < 0) return;
      const start = end + HEADERS_END.length;
      // A response without a length has no body: 204.
      const length = Number(LENGTH.exec(this.#text.slice(0, end))?.[1] ?? 0);
      if (this.#text.length < start + length) return;
      const answer = {
        status: Number(this.#text.slice(9, 12)),
        body: this.#text.slice(start, start + length),
      };
      this.#text = this.#text.slice(start + length);
      this.#waiting.shift()?.resolve(answer);
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
