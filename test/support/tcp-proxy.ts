import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A way to a server on which bytes are late, get stuck, or are lost with their connection. */
export class TcpProxy implements AsyncDisposable {
  /** Milliseconds that each piece of an answer is kept back. */
  delayMs = 0;
  /** Cuts both sides as soon as something that contains this has been passed on to the server, and before its answer. */
  cutAfter: string | null = null;
  readonly #server: Server;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #held: PromiseWithResolvers<undefined> | null = null;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
    server.on('connection', (near) => this.#join(near));
  }

  /** Starts a way to this port of this machine. */
  static async start(port: number): Promise<TcpProxy> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, port);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts all connections. New ones are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets nothing through, in either direction, until `release`. */
  hold(): void {
    this.#held ??= Promise.withResolvers<undefined>();
  }

  release(): void {
    this.#held?.resolve(undefined);
    this.#held = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.release();
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    const far = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    void this.#pass(near, far, 'asked');
    void this.#pass(far, near, 'answered');
  }

  async #pass(from: Socket, to: Socket, direction: 'asked' | 'answered'): Promise<void> {
    try {
      for await (const piece of from as AsyncIterable<Buffer>) {
        await this.#held?.promise;
        if (direction === 'answered' && this.delayMs > 0) await pause(this.delayMs);
        if (to.destroyed) return;
        to.write(piece);
        if (direction === 'asked') this.#cutWhereAsked(piece, to);
      }
    } catch {
      // The connection was cut, which the other side is told by its own end.
    }
  }

  #cutWhereAsked(piece: Buffer, to: Socket): void {
    if (this.cutAfter === null || !piece.includes(this.cutAfter)) return;
    this.cutAfter = null;
    // What was written reaches the server; nothing comes back.
    to.end();
    for (const socket of this.#sockets) if (socket !== to) socket.destroy();
  }
}
