import type { Cursor } from '../../changes/event.ts';
import type { PublicError } from '../errors.ts';
import type { End, Message, Sink } from '../standing/outbox.ts';
import { Room } from '../standing/room.ts';

/** Says nothing, and has browsers and proxies see that the stream is open. */
const COMMENT = ':\n\n';
/** Signs of life that may wait for a reader; with more it is taken for dead, as one that does not answer a ping is over WebSocket. */
const MAX_UNSEEN_PINGS = 1;
/** How long a reader may take for what was on its way when the process ends, or its credentials do. */
const LEAVE_MS = 2_000;

/** What a stream knows of its client. */
export interface EventStreamOptions {
  /** Milliseconds between two signs of life. */
  readonly pingMs: number;
  /** What the client is to go on after, should the connection end now; null where that is not known. */
  readonly after: () => Cursor | null;
  /** Called once, when the client has gone or the stream is over. */
  readonly onLeave: () => void;
  /** What the client is told when its credentials have run out. */
  readonly expired: () => PublicError;
  /** Ends the connection at once. */
  readonly cut: () => void;
}

/**
 * An operation that stands as Server-Sent Events (GraphQL over SSE, distinct connections mode): what is written to `sink` comes out of
 * `body`, the text of the stream, a piece at a time. A piece counts as sent once the next is asked for.
 *
 * Each event has its cursor as `id`, which a client that comes back sends as `Last-Event-ID` (HTML, section 9.2); from time to time an `id`
 * without an event moves that on, so that a client of rare events is not out of the log's reach. A stream that is not over ends without
 * `complete`, so that clients come back.
 */
export class EventStream {
  readonly #options: EventStreamOptions;
  readonly #pings: NodeJS.Timeout;
  #text = COMMENT;
  #isOver = false;
  #hasLeft = false;
  #unseenPings = 0;
  /** To be called when the text is sent, and when the piece before it is. */
  #done: (() => void)[] = [];
  #doneBefore: (() => void)[] = [];
  #wake: (() => void) | null = null;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#pings = setInterval(() => this.#ping(), options.pingMs);
  }

  /** Where results are written to. */
  readonly sink: Sink = {
    room: new Room(),
    write: (messages, done) => {
      this.#done.push(done);
      this.#say(messages.map(eventOf).join(''));
    },
    end: (end) => this.#end(end),
  };

  /** What is sent. Its functions have no `this`: graphql-sse takes them off the object. */
  readonly body: AsyncGenerator<string, undefined> = {
    next: async () => {
      this.#unseenPings = 0;
      for (const done of this.#doneBefore.splice(0)) done();
      if (this.#text === '' && !this.#isOver) await new Promise<void>((resolve) => (this.#wake = resolve));
      return this.#take();
    },
    return: async () => this.#leave(),
    throw: async () => this.#leave(),
    [Symbol.asyncIterator]: () => this.body,
    [Symbol.asyncDispose]: async () => {
      this.#leave();
    },
  };

  #take(): IteratorResult<string, undefined> {
    this.#wake = null;
    if (this.#text === '') return this.#leave();
    const value = this.#text;
    this.#text = '';
    this.#doneBefore = this.#done.splice(0);
    return { done: false, value };
  }

  #say(text: string): void {
    this.#text += text;
    this.#wake?.();
  }

  #ping(): void {
    this.#unseenPings += 1;
    if (this.#unseenPings > MAX_UNSEEN_PINGS) this.#options.cut();
    const after = this.#options.after();
    this.#say(after === null ? COMMENT : `id: ${after}\n\n`);
  }

  #end(end: End): void {
    this.#isOver = true;
    clearInterval(this.#pings);
    if (end.is === 'failed') this.#say(failureOf(end.error));
    if (end.is === 'unauthenticated') this.#say(failureOf(this.#options.expired()));
    this.#wake?.();
    // What it has not read keeps it from seeing the end.
    if (end.is === 'slow' || end.is === 'behind') this.#options.cut();
    if (end.is === 'leaving' || end.is === 'unauthenticated') setTimeout(this.#options.cut, LEAVE_MS).unref();
  }

  #leave(): IteratorReturnResult<undefined> {
    this.#isOver = true;
    this.#text = '';
    clearInterval(this.#pings);
    this.#wake?.();
    if (!this.#hasLeft) this.#options.onLeave();
    this.#hasLeft = true;
    return { done: true, value: undefined };
  }
}

function eventOf({ text, cursor }: Message): string {
  const id = cursor === null ? '' : `id: ${cursor}\n`;
  return `${id}event: next\ndata: ${text}\n\n`;
}

function failureOf(error: PublicError): string {
  return `event: next\ndata: ${JSON.stringify({ errors: [error] })}\n\nevent: complete\ndata:\n\n`;
}
