import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** The faults of a connection; the names are those of Toxiproxy. */
export const TOXICS = [
  'latency',
  'down',
  'bandwidth',
  'slow close',
  'time-out',
  'reset',
  'sliced',
  'cut short',
] as const;

export type Toxic = (typeof TOXICS)[number];

const LATENCY_MS = 400;
/** 2,000 bytes a second. */
const NARROW = { bytes: 100, pauseMs: 50 };
const SLICE_BYTES = 64;
/** A message ends after this much silence. */
const SILENCE_MS = 50;
const CLOSE_MS = 1_000;
/** Less than the header of an answer. */
const SHORT_BYTES = 60;

/** A proxy to a port of this machine, with at most one fault at a time. */
export class ToxicProxy implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #toxic: Toxic | null = null;
  #healed = Promise.withResolvers<undefined>();

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near) => this.#join(near));
  }

  /** Starts a proxy without a fault. */
  static async start(target: number): Promise<ToxicProxy> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ToxicProxy(server, target);
  }

  /** Injects a fault, for open connections as well. */
  async poison(toxic: Toxic): Promise<void> {
    this.#toxic = toxic;
    if (toxic !== 'down') return;
    this.#server.close();
    this.#cut();
    await once(this.#server, 'close');
  }

  /** Ends the fault; stuck data is lost with its connection. */
  async heal(): Promise<void> {
    this.#toxic = null;
    this.#healed.resolve(undefined);
    this.#healed = Promise.withResolvers();
    if (this.#server.listening) return;
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.heal();
    this.#server.close();
    this.#cut();
    await once(this.#server, 'close');
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket): void {
    const far = connect({ port: this.#target, host: '127.0.0.1', noDelay: true });
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    near.on('close', () => far.destroy());
    far.on('timeout', () => far.destroy());
    far.on('close', () => {
      if (this.#toxic === 'slow close') setTimeout(() => near.destroy(), CLOSE_MS);
      else near.end();
    });
    void this.#forwardRequests(near, far);
    void this.#forwardAnswers(far, near);
  }

  async #forwardRequests(near: Socket, far: Socket): Promise<void> {
    await forEachChunk(near, async (piece) => {
      if (this.#toxic === 'reset') near.resetAndDestroy();
      else if (this.#toxic === 'time-out') await this.#holdUntilHealed(near);
      else far.write(piece);
    });
  }

  async #forwardAnswers(far: Socket, near: Socket): Promise<void> {
    let short = SHORT_BYTES;
    await forEachChunk(far, async (piece) => {
      switch (this.#toxic) {
        case 'latency':
          await pause(LATENCY_MS);
          near.write(piece);
          return;
        case 'bandwidth':
          return sliced(piece, near, NARROW.bytes, () => this.#pauseOrHealed(NARROW.pauseMs));
        case 'sliced':
          return sliced(piece, near, SLICE_BYTES, () => pause(0));
        case 'time-out':
          return this.#holdUntilHealed(near);
        case 'cut short':
          near.write(piece.subarray(0, short));
          short -= piece.length;
          if (short <= 0) near.end();
          return;
        case 'slow close':
          near.write(piece);
          far.setTimeout(SILENCE_MS);
          return;
        case 'down':
        case 'reset':
        case null:
          near.write(piece);
      }
    });
  }

  async #holdUntilHealed(near: Socket): Promise<void> {
    await this.#healed.promise;
    near.destroy();
  }

  async #pauseOrHealed(ms: number): Promise<void> {
    await Promise.race([pause(ms), this.#healed.promise]);
  }
}

async function forEachChunk(from: Socket, pass: (piece: Buffer) => Promise<void>): Promise<void> {
  try {
    for await (const piece of from as AsyncIterable<Buffer>) await pass(piece);
  } catch {
    // The connection was cut; its close event ends the other side.
  }
}

async function sliced(
  piece: Buffer,
  to: Socket,
  bytes: number,
  between: () => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < piece.length && !to.destroyed; at += bytes) {
    to.write(piece.subarray(at, at + bytes));
    await between();
  }
}
