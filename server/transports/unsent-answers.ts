import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../../datasources/logger.ts';
import { Seldom } from '../../datasources/seldom.ts';

/** A line is logged once in so many milliseconds. */
const LOG_MS = 10_000;

/** What waits to be read by the client of a connection. */
interface Waiting {
  bytes: number;
  answers: number;
  readonly forget: () => void;
}

/**
 * The answers that are written and that clients have not taken yet. Each stays in memory for as long as its client likes, provided that it
 * takes a little of it now and then; so past a limit on all of them together, the connection that has waited longest is closed. A single
 * answer is never too much.
 */
export class UnsentAnswers {
  readonly #maxBytes: number;
  readonly #log: Logger;
  readonly #cuts = new Seldom<'cut'>(LOG_MS);
  /** Those whose clients have taken nothing for longest come first. */
  readonly #waiting = new Map<Socket, Waiting>();
  #bytes = 0;

  constructor(maxBytes: number, log: Logger) {
    this.#maxBytes = maxBytes;
    this.#log = log;
  }

  /** Counts what is left of an answer over HTTP that has just been written. */
  noteResponse(response: ServerResponse): void {
    const bytes = response.writableLength;
    // Nearly always the kernel has taken all of it by now.
    if (bytes > 0) response.once('finish', this.#add(response.req.socket, bytes));
  }

  /** Counts what is left of an answer over a WebSocket or as an event that has just been written to this socket. */
  noteSocket(socket: Socket): void {
    const bytes = socket.writableLength - (this.#waiting.get(socket)?.bytes ?? 0);
    if (bytes > 0) socket.write('', this.#add(socket, bytes));
  }

  /** Returns a function that says that the answer has been taken. */
  #add(socket: Socket, bytes: number): () => void {
    if (socket.destroyed) return () => undefined;
    const waiting = this.#waiting.get(socket) ?? this.#begin(socket);
    waiting.bytes += bytes;
    waiting.answers += 1;
    this.#bytes += bytes;
    this.#cutPastLimit();
    return () => {
      if (this.#waiting.get(socket) !== waiting) return;
      waiting.bytes -= bytes;
      waiting.answers -= 1;
      this.#bytes -= bytes;
      if (waiting.answers === 0) waiting.forget();
      else {
        this.#waiting.delete(socket);
        this.#waiting.set(socket, waiting);
      }
    };
  }

  #begin(socket: Socket): Waiting {
    const forget = (): void => {
      socket.off('close', forget);
      this.#waiting.delete(socket);
      this.#bytes -= waiting.bytes;
    };
    const waiting: Waiting = { bytes: 0, answers: 0, forget };
    this.#waiting.set(socket, waiting);
    socket.once('close', forget);
    return waiting;
  }

  #cutPastLimit(): void {
    for (const [socket, { bytes, answers, forget }] of this.#waiting) {
      if (this.#bytes <= this.#maxBytes || (this.#waiting.size === 1 && answers === 1)) return;
      forget();
      socket.destroy();
      const closed = this.#cuts.count('cut');
      if (closed !== null)
        this.#log.warn(
          { bytes, closed },
          'too much waits for clients to read: the connections that have waited longest were closed',
        );
    }
  }
}
