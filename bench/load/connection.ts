import { connect, type Socket } from 'node:net';
import type { Fields } from '../ask.ts';

/** The outcome of a request: whether it got a valid GraphQL answer, and when that was complete. */
export interface Exchange {
  readonly ok: boolean;
  /** The beginning of the response, for error reports. */
  readonly head: string;
}

const HEADERS_END = '\r\n\r\n';
const CHUNKS_END = '\r\n0\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;
/** How much of a response is kept for inspection. */
const HEAD_BYTES = 300;

/**
 * An HTTP/1.1 connection with one request in flight at a time, on a bare socket: a client library would cost more than some of the servers
 * that are measured. It reads a response to its last byte, by its length or its last chunk, and checks the status and how the body begins
 * (`{"data":{`).
 */
export class LoadConnection {
  readonly #socket: Socket;
  readonly #onAnswer: (exchange: Exchange) => void;
  #headers: Buffer | null = null;
  /** Bytes of the body still to come; null if it is chunked. */
  #left: number | null = 0;
  #tail = '';
  #head = '';

  constructor(url: URL, onAnswer: (exchange: Exchange) => void, onLost: (error: Error) => void) {
    this.#onAnswer = onAnswer;
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', onLost);
    this.#socket.on('end', () => onLost(new Error('The server closed a connection.')));
  }

  /** Sends a whole request. */
  send(request: Buffer): void {
    this.#head = '';
    this.#headers = Buffer.alloc(0);
    this.#socket.write(request);
  }

  /** Drops the connection. */
  close(): void {
    this.#socket.removeAllListeners('end');
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#headers === null) {
      this.#takeBody(chunk);
      return;
    }
    const bytes = this.#headers.length === 0 ? chunk : Buffer.concat([this.#headers, chunk]);
    const end = bytes.indexOf(HEADERS_END);
    if (end < 0) {
      this.#headers = bytes;
      return;
    }
    this.#headers = null;
    const start = end + HEADERS_END.length;
    const headers = bytes.toString('latin1', 0, end);
    const length = LENGTH.exec(headers);
    this.#left = length ? Number(length[1]) : null;
    this.#tail = '\r\n';
    this.#head = `${headers.slice(0, 13)} ${bytes.toString('latin1', start, start + HEAD_BYTES)}`;
    this.#takeBody(bytes.subarray(start));
  }

  #takeBody(part: Buffer): void {
    if (this.#left !== null) {
      this.#left -= part.length;
      if (this.#left <= 0) this.#finish();
      return;
    }
    this.#tail = (this.#tail + part.toString('latin1', Math.max(0, part.length - CHUNKS_END.length))).slice(
      -CHUNKS_END.length,
    );
    if (this.#tail === CHUNKS_END) this.#finish();
  }

  #finish(): void {
    const head = this.#head;
    this.#onAnswer({ ok: head.startsWith('HTTP/1.1 200 ') && isData(head), head });
  }
}

/** The size of the first chunk may precede the body. If the body comes separately from its headers, there is nothing to check. */
function isData(head: string): boolean {
  return head.length < 30 || head.includes('{"data":{');
}

/** The bytes of a request as a typical GraphQL client sends it. */
export function requestBytes(url: URL, body: string, fields: Fields = {}): Buffer {
  const headers = [
    `POST ${url.pathname} HTTP/1.1`,
    `host: ${url.host}`,
    'content-type: application/json',
    'accept: application/json',
    ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`);
}
