import type { PublicError } from '../errors.ts';
import type { Cursor } from '../../changes/event.ts';
import type { Room } from './room.ts';

/** A result that is to be sent. */
export interface Message {
  /** JSON text of the result. Many readers share it. */
  readonly text: string;
  /** The event that it tells of; null where it tells of none. */
  readonly cursor: Cursor | null;
}

/** Why a stream of results ends. */
export type End =
  /** The reader is too slow. */
  | { readonly is: 'slow' }
  /** What it is told takes longer to read of the systems than things happen. */
  | { readonly is: 'behind' }
  /** The process is about to end. */
  | { readonly is: 'leaving' }
  /** The reader's credentials have run out. */
  | { readonly is: 'unauthenticated' }
  /** It cannot go on; the error as the client is to see it. */
  | { readonly is: 'failed'; readonly error: PublicError };

/** A connection, as results are written to it. */
export interface Sink {
  /** What waits for the connection, of all its streams. */
  readonly room: Room;
  /** Writes results, in order; calls back once they have left this process, which may be at once, or never if the connection is gone. */
  write(messages: readonly Message[], done: () => void): void;
  /**
   * Ends the stream behind what was written. Called once at most. Up to `after` the reader was sent everything; null where it is told
   * no events, or where nobody knows.
   */
  end(end: End, after: Cursor | null): void;
}

/** How an outbox is set up. */
export interface OutboxOptions {
  readonly sink: Sink;
  /** So many characters may wait for the connection, of all its streams. */
  readonly maxChars: number;
  /** What the reader has already. */
  readonly after: Cursor | null;
  /** Called once the stream has ended from this side. */
  readonly onEnd: () => void;
}

/** So much goes to a connection at once: the rest waits where readers share it, and the connection copies it for each. */
const PORTION = 64 * 1024;

/**
 * What is on its way to one reader. While it reads, results are written at once; while it does not, they wait here, up to a bound for all
 * streams of its connection, past which the stream is ended. Nothing is ever left out.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #waiting: Message[] = [];
  /** What waits in place of all before it; null where nothing does. */
  #latest: Message | null = null;
  #isWriting = false;
  #isEnded = false;
  /** How it ends once what waits is written; null where it does not. */
  #last: End | null = null;
  #sent: Cursor | null;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#sent = options.after;
  }

  /** Whether the stream is over. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Up to here everything was written. */
  get sent(): Cursor | null {
    return this.#sent;
  }

  /** Notes that up to a cursor everything was pushed: what lies between the last result and it was not for this reader. */
  reached(cursor: Cursor): void {
    if (this.#waiting.length === 0) this.#sent = cursor;
  }

  /** Sends a result. One that does not fit any more ends the stream, unless it is the only one that waits. */
  push(message: Message): void {
    if (this.#isEnded || this.#last) return;
    if (!this.#isWriting) {
      this.#write([message]);
      return;
    }
    this.#waiting.push(message);
    if (!this.#room.take(message.text, this.#options.maxChars)) this.end({ is: 'slow' });
  }

  /** Sends a result in place of the one before, where that waits: for answers of which only the last counts. It takes no room. */
  replace(message: Message): void {
    if (this.#isEnded) return;
    if (this.#isWriting) this.#latest = message;
    else this.#write([message]);
  }

  /** Sends a result as soon as there is room for it, for who has a lot to send. Resolves when the next may come. */
  async put(message: Message): Promise<void> {
    while (!this.#isEnded && !this.#room.has(message.text, this.#options.maxChars)) await this.#room.more();
    this.push(message);
  }

  /** Ends the stream; what waits is dropped, as the reader will ask for it when it comes back and goes on after `after`. */
  end(end: End, after = this.#sent): void {
    if (this.#isEnded) return;
    this.abandon();
    this.#options.sink.end(end, after);
    this.#options.onEnd();
  }

  /** Ends the stream behind what waits: for a reader who is not to ask for that again. Nothing is sent after it. */
  finish(end: End): void {
    if (this.#isEnded) return;
    this.#last ??= end;
    if (this.#waiting.length === 0) this.end(this.#last);
  }

  /** The reader has gone. */
  abandon(): void {
    this.#isEnded = true;
    this.#latest = null;
    this.#giveBack(this.#waiting.splice(0));
  }

  get #room(): Room {
    return this.#options.sink.room;
  }

  /** Also of nothing: who waits for room is to see that the stream is over. */
  #giveBack(messages: readonly Message[]): void {
    this.#room.giveBack(messages.map(({ text }) => text));
  }

  #write(messages: readonly Message[]): void {
    this.#isWriting = true;
    this.#sent = messages.at(-1)?.cursor ?? this.#sent;
    this.#options.sink.write(messages, () => this.#written());
  }

  #written(): void {
    this.#isWriting = false;
    if (this.#isEnded) return;
    const latest = this.#latest;
    this.#latest = null;
    if (latest) this.#write([latest]);
    else if (this.#waiting.length > 0) this.#write(this.#portion());
    else if (this.#last) this.end(this.#last);
  }

  #portion(): readonly Message[] {
    let [count, chars] = [0, 0];
    while (count < this.#waiting.length && chars < PORTION) {
      chars += this.#waiting[count]?.text.length ?? 0;
      count += 1;
    }
    const portion = this.#waiting.splice(0, count);
    this.#giveBack(portion);
    return portion;
  }
}
