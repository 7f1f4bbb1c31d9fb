import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { clientFrame, Frames, OPCODE } from './frames.ts';
import type { Subscription } from './question.ts';

/** Callbacks for what a subscriber sees. */
export interface Hears {
  /** A result, as the bytes of the whole message. */
  readonly next: (message: Buffer) => void;
  /** Anything unexpected, and the end of the connection. */
  readonly fault: (error: Error) => void;
}

const HEADERS_END = '\r\n\r\n';
const NEXT = '"type":"next"';
const ACK = '"type":"connection_ack"';
const PING = '"type":"ping"';
/** The type of a message comes before its payload. */
const HEAD_BYTES = 80;
const INIT = clientFrame(OPCODE.text, Buffer.from('{"type":"connection_init"}'));
const PONG = clientFrame(OPCODE.text, Buffer.from('{"type":"pong"}'));

/**
 * A subscription client (graphql-transport-ws) on a bare socket, with one operation: a client library would cost more than what is
 * measured. It answers pings of both protocols, and looks at the type of each message.
 */
export class WebSocketSubscriber implements Disposable {
  readonly #socket: Socket;
  readonly #hears: Hears;
  readonly #acknowledged = Promise.withResolvers<undefined>();
  readonly #frames = new Frames((opcode, payload) => this.#frame(opcode, payload));
  #isUpgraded = false;
  #isClosed = false;

  private constructor(url: URL, hears: Hears) {
    this.#hears = hears;
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The server closed a subscriber.')));
    // The failure is also reported to `fault`.
    this.#acknowledged.promise.catch(() => undefined);
  }

  /** Connects and subscribes. Only the first result shows that the subscription is established. */
  static async open(url: string, subscription: Subscription, hears: Hears): Promise<WebSocketSubscriber> {
    const address = new URL(url);
    const subscriber = new WebSocketSubscriber(address, hears);
    const socket = subscriber.#socket;
    await once(socket, 'connect');
    socket.write(upgradeOf(address));
    await subscriber.#acknowledged.promise;
    const message = JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: subscription });
    socket.write(clientFrame(OPCODE.text, Buffer.from(message)));
    return subscriber;
  }

  /** Whether it has ended, or was ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Drops the connection. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    try {
      if (this.#isUpgraded) this.#frames.take(chunk);
      else this.#upgraded(chunk);
    } catch (error) {
      this.#fail(error);
    }
  }

  #upgraded(chunk: Buffer): void {
    const end = chunk.indexOf(HEADERS_END);
    const head = chunk.toString('latin1', 0, 200);
    if (end < 0 || !head.startsWith('HTTP/1.1 101')) throw new Error(`No WebSocket: ${head}`);
    this.#isUpgraded = true;
    this.#socket.write(INIT);
    if (end + HEADERS_END.length < chunk.length) this.#frames.take(chunk.subarray(end + HEADERS_END.length));
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.ping) {
      this.#socket.write(clientFrame(OPCODE.pong, payload));
      return;
    }
    const head = payload.toString('latin1', 0, HEAD_BYTES);
    if (opcode === OPCODE.text && head.includes(NEXT)) this.#hears.next(payload);
    else if (opcode === OPCODE.text && head.includes(ACK)) this.#acknowledged.resolve(undefined);
    else if (opcode === OPCODE.text && head.includes(PING)) this.#socket.write(PONG);
    else throw new Error(`A subscriber received: ${payload.toString('utf8').slice(0, 300)}`);
  }

  #fail(error: unknown): void {
    if (this.#isClosed) return;
    this[Symbol.dispose]();
    const fault = error instanceof Error ? error : new Error(String(error));
    this.#acknowledged.reject(fault);
    this.#hears.fault(fault);
  }
}

function upgradeOf(url: URL): string {
  const headers = [
    'GET /graphql HTTP/1.1',
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    // As browsers send it, and servers keep it.
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Accept-Language: en-US,en;q=0.5',
    'Accept-Encoding: gzip, deflate, br, zstd',
    'Cache-Control: no-cache',
    'Pragma: no-cache',
  ];
  return `${headers.join('\r\n')}${HEADERS_END}`;
}
