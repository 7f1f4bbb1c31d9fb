import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A proxy to a server that can delay bytes, hold them, or cut connections. */
export class TcpProxy implements AsyncDisposable {
  /** The delay of each chunk from the server, in milliseconds. */
  delayMs = 0;
  /** Cuts the connection once a chunk with this text has been sent to the server, before its answer. */
  cutAfter: string | null = null;
  /** Closes new connections at once, as if the server were away. */
  isAway = false;
  /** How many connections were closed because of `isAway`. */
  refused = 0;
  readonly #server: Server;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #held: PromiseWithResolvers<undefined> | null = null;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
    server.on('connection', (near) => this.#join(near));
  }

  /** Starts a proxy to this port of this machine. */
  static async start(port: number): Promise<TcpProxy> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, port);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts all connections. New ones are accepted. */
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
    if (this.isAway) {
      this.refused++;
      near.destroy();
      return;
    }
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
    void this.#pass(near, far, 'request');
    void this.#pass(far, near, 'answer');
  }

  async #pass(from: Socket, to: Socket, direction: 'request' | 'answer'): Promise<void> {
    try {
      for await (const piece of from as AsyncIterable<Buffer>) {
        await this.#held?.promise;
        if (direction === 'answer' && this.delayMs > 0) await pause(this.delayMs);
        if (to.destroyed) return;
        to.write(piece);
        if (direction === 'request') this.#cutIfRequested(piece, to);
      }
    } catch {
      // The connection was cut; its close event ends the other side.
    }
  }

  #cutIfRequested(piece: Buffer, to: Socket): void {
    if (this.cutAfter === null || !piece.includes(this.cutAfter)) return;
    this.cutAfter = null;
    // What was written still reaches the server; no answer comes back.
    to.end();
    for (const socket of this.#sockets) if (socket !== to) socket.destroy();
  }
}
