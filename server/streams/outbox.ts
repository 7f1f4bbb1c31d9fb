import type { PublicError } from '../errors.ts';
import type { Cursor } from '../../changes/event.ts';
import type { BufferSpace } from './buffer-space.ts';

/** A result to be sent. */
export interface Message {
  /** JSON text of the result, shared by all its readers. */
  readonly text: string;
  /** The cursor of the event it reports; null if it reports none. */
  readonly cursor: Cursor | null;
}

/** Why a stream of results ends. */
export type End =
  /** The reader is too slow. */
  | { readonly is: 'slow' }
  /** Reading the data for its events from the systems takes longer than events occur. */
  | { readonly is: 'behind' }
  /** The process is shutting down. */
  | { readonly is: 'leaving' }
  /** The reader's credentials have expired. */
  | { readonly is: 'unauthenticated' }
  /** The stream cannot continue; the error as the client is to see it. */
  | { readonly is: 'failed'; readonly error: PublicError };

/** A connection that results are written to. */
export interface Sink {
  /** The space for pending results, shared by all streams of the connection. */
  readonly buffer: BufferSpace;
  /** The characters sent with each result besides its text. */
  readonly frameChars: number;
  /** Null if at most this many characters have been written and not sent; otherwise resolves once that is so, or it has disconnected. */
  room(maxChars: number): Promise<void> | null;
  /** Writes results, in order. Calls back once they have left this process, which may be at once, or never if the connection is gone. */
  write(messages: readonly Message[], done: () => void): void;
  /**
   * Ends the stream after what was written. Called at most once. The reader was sent everything up to `after`; null if it receives no
   * events, or if that is unknown.
   */
  end(end: End, after: Cursor | null): void;
}

/** Dependencies of an {@link Outbox}. */
export interface OutboxParts {
  readonly sink: Sink;
  /** The most characters that may be pending for the connection, over all its streams. */
  readonly maxChars: number;
  /** The cursor up to which the reader already has everything. */
  readonly after: Cursor | null;
  /** Called once, when the stream has ended from this side. */
  readonly onEnd: () => void;
}

/**
 * About how many characters are passed to a connection at once. The rest stays here, where readers share it; a connection makes its own
 * copy.
 */
const PORTION_CHARS = 64 * 1024;

/**
 * The results on their way to one reader. While it reads, results are written at once; while it does not, they queue here, up to a limit
 * for all streams of its connection. Past the limit the stream is ended. No result is ever skipped.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  #waiting: Message[] = [];
  /** Takes the result to be sent once the connection has room; null if there is none. */
  #offer: (() => Message | null) | null = null;
  #isWriting = false;
  #isEnded = false;
  /** How the stream ends once everything pending is written; null if it does not. */
  #pendingEnd: End | null = null;
  #sent: Cursor | null;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#sent = parts.after;
  }

  /** Whether the stream is over. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The cursor up to which everything was written. */
  get sent(): Cursor | null {
    return this.#sent;
  }

  /** Records that everything up to a cursor was pushed: the events since the last result were not for this reader. */
  reached(cursor: Cursor): void {
    if (this.#waiting.length === 0) this.#sent = cursor;
  }

  /** Sends a result. A result that does not fit ends the stream, unless it is the only pending one. */
  push(message: Message): void {
    if (this.#isEnded || this.#pendingEnd) return;
    if (!this.#isWriting) {
      this.#write([message]);
      return;
    }
    this.#waiting.push(message);
    if (!this.#buffer.reserve(this.#charsOf(message), this.#parts.maxChars)) this.end({ is: 'slow' });
  }

  /**
   * Sends the result that `take` returns, if any, as soon as the connection has room, in place of what was offered before and is still
   * pending: for answers of which only the latest matters.
   */
  offer(take: () => Message | null): void {
    if (this.#isEnded) return;
    this.#offer = take;
    if (!this.#isWriting) this.#writeOffered(take);
  }

  /**
   * Sends a result as soon as there is room for it, for senders of many. Half of the room stays free, so that results that cannot wait do
   * not end the stream. Resolves when the next may be sent.
   */
  async pushWhenFree(message: Message): Promise<void> {
    while (!this.#isEnded && !this.#buffer.has(this.#charsOf(message), this.#parts.maxChars / 2))
      await this.#buffer.freed();
    this.push(message);
  }

  /** Ends the stream. Pending results are dropped, because the reader will get them when it reconnects and resumes after `after`. */
  end(end: End, after = this.#sent): void {
    if (this.#isEnded) return;
    this.abandon();
    this.#parts.sink.end(end, after);
    this.#parts.onEnd();
  }

  /** Ends the stream after all pending results, for a reader that is not to request them again. Nothing is sent after it. */
  finish(end: End): void {
    if (this.#isEnded) return;
    this.#pendingEnd ??= end;
    if (this.#waiting.length === 0) this.end(this.#pendingEnd);
  }

  /** The reader has disconnected. */
  abandon(): void {
    this.#isEnded = true;
    this.#offer = null;
    this.#release(this.#waiting.splice(0));
  }

  get #buffer(): BufferSpace {
    return this.#parts.sink.buffer;
  }

  /** Called even with no messages, so that a sender waiting for room notices that the stream is over. */
  #release(messages: readonly Message[]): void {
    const chars = messages.reduce((sum, message) => sum + this.#charsOf(message), 0);
    this.#buffer.release(messages.length, chars);
  }

  #write(messages: readonly Message[]): void {
    this.#isWriting = true;
    this.#sent = messages.at(-1)?.cursor ?? this.#sent;
    this.#parts.sink.write(messages, () => this.#written());
  }

  #writeOffered(take: () => Message | null): void {
    const room = this.#parts.sink.room(this.#parts.maxChars);
    if (room === null) {
      this.#offer = null;
      const message = take();
      if (message) this.#write([message]);
      return;
    }
    this.#isWriting = true;
    void room.then(() => this.#written());
  }

  #written(): void {
    this.#isWriting = false;
    if (this.#isEnded) return;
    if (this.#offer) this.#writeOffered(this.#offer);
    else if (this.#waiting.length > 0) this.#write(this.#portion());
    else if (this.#pendingEnd) this.end(this.#pendingEnd);
  }

  #charsOf({ text }: Message): number {
    return this.#parts.sink.frameChars + text.length;
  }

  #portion(): readonly Message[] {
    let [count, chars] = [0, 0];
    for (const message of this.#waiting) {
      if (chars >= PORTION_CHARS) break;
      chars += this.#charsOf(message);
      count += 1;
    }
    const portion = this.#waiting.splice(0, count);
    this.#release(portion);
    return portion;
  }
}
