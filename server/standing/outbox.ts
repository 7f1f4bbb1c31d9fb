import type { PublicError } from '../errors.ts';
import type { Cursor } from '../../changes/event.ts';

/** A result that is to be sent. */
export interface Message {
  /** JSON text of the result. Many readers share it. */
  readonly text: string;
  /** The event that it tells of; null where it tells of none. */
  readonly cursor: Cursor | null;
}

/** How a stream of results ends. */
export type End =
  /** The reader is too slow; up to `after` it was sent everything, if it reads on. */
  | { readonly is: 'slow'; readonly after: Cursor | null }
  /** The process is about to end. */
  | { readonly is: 'leaving'; readonly after: Cursor | null }
  /** It cannot go on; the error as the client is to see it. */
  | { readonly is: 'failed'; readonly error: PublicError };

/** A connection, as results are written to it. */
export interface Sink {
  /** Writes results, in order; calls back once they have left this process, or never if the connection is gone. */
  write(messages: readonly Message[], done: () => void): void;
  /** Ends the stream behind what was written. Called once. */
  end(end: End): void;
}

/** So much goes to a connection at once: the rest waits where readers share it, and the connection copies it for each. */
const PORTION = 64 * 1024;

/**
 * What is on its way to one reader. While it reads, results are written at once; while it does not, they wait here, up to a bound past
 * which the stream is ended. Nothing is ever left out.
 */
export class Outbox {
  readonly #sink: Sink;
  readonly #maxChars: number;
  #waiting: Message[] = [];
  #chars = 0;
  #isWriting = false;
  #isEnded = false;
  #sent: Cursor | null;
  #drained: (() => void) | null = null;

  /** `maxChars` may wait; `after` is what the reader has already. */
  constructor(sink: Sink, maxChars: number, after: Cursor | null) {
    this.#sink = sink;
    this.#maxChars = maxChars;
    this.#sent = after;
  }

  /** Whether the stream is over. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Sends a result. One that does not fit any more ends the stream. */
  push(message: Message): void {
    if (this.#isEnded) return;
    if (!this.#isWriting) {
      this.#write([message]);
      return;
    }
    this.#waiting.push(message);
    this.#chars += message.text.length;
    if (this.#chars > this.#maxChars) this.end({ is: 'slow', after: this.#sent });
  }

  /** Sends a result in place of whatever waits: for answers of which only the last counts. */
  replace(message: Message): void {
    this.#waiting = [];
    this.#chars = 0;
    this.push(message);
  }

  /** Resolves once little waits, for who could send a lot at once. */
  async room(): Promise<void> {
    if (this.#isEnded || this.#chars < this.#maxChars / 2) return;
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
  }

  /** Ends the stream; what waits is dropped, as the reader will ask for it when it comes back. */
  end(end: End): void {
    if (this.#isEnded) return;
    this.#close();
    this.#sink.end(end.is === 'leaving' ? { ...end, after: this.#sent } : end);
  }

  /** The reader has gone. */
  abandon(): void {
    this.#close();
  }

  #close(): void {
    this.#isEnded = true;
    this.#waiting = [];
    this.#drained?.();
  }

  #write(messages: readonly Message[]): void {
    this.#isWriting = true;
    this.#sent = messages.at(-1)?.cursor ?? this.#sent;
    this.#sink.write(messages, () => this.#written());
  }

  #written(): void {
    this.#isWriting = false;
    if (this.#isEnded) return;
    if (this.#waiting.length > 0) this.#write(this.#portion());
    if (this.#chars >= this.#maxChars / 2) return;
    this.#drained?.();
    this.#drained = null;
  }

  #portion(): readonly Message[] {
    let [count, chars] = [0, 0];
    while (count < this.#waiting.length && chars < PORTION) {
      chars += this.#waiting[count]?.text.length ?? 0;
      count += 1;
    }
    this.#chars -= chars;
    return this.#waiting.splice(0, count);
  }
}
