import type { Cursor } from '../../changes/event.ts';
import type { PublicError } from '../errors.ts';
import type { End, Message, Sink } from '../streams/outbox.ts';
import { BufferSpace } from '../streams/buffer-space.ts';

/** Carries nothing, but shows browsers and proxies that the stream is open. */
const COMMENT = ':\n\n';
/** About the length of the lines that make a result an event. */
const FRAME_CHARS = 64;
/** Keep-alives that may wait for a reader. With more, the reader counts as dead, like one that does not answer a ping over WebSocket. */
const MAX_PENDING_PINGS = 1;
/** How long a reader may take to receive what is already sent when the process stops or its credentials expire. */
const LEAVE_MS = 2_000;

/** Dependencies of an {@link EventStream}. */
export interface EventStreamParts {
  /** Milliseconds between two keep-alives. */
  readonly pingMs: number;
  /** The cursor after which the client should resume if the connection ended now; null if unknown. */
  readonly after: () => Cursor | null;
  /** Called once, when the client has disconnected or the stream is over. */
  readonly onLeave: () => void;
  /** The error sent to the client when its credentials have expired. */
  readonly expired: () => PublicError;
  /** Closes the connection at once. */
  readonly cut: () => void;
}

/**
 * A long-lived operation as Server-Sent Events (GraphQL over SSE, distinct connections mode): what is written to `sink` comes out of
 * `body`, the text of the stream, in chunks. A chunk counts as sent once the next one is requested.
 *
 * Each event carries its cursor as `id`, which a returning client sends as `Last-Event-ID` (HTML, section 9.2). From time to time an `id`
 * without an event advances it, so that a client with rare events does not fall behind the start of the log. A stream that is not over ends
 * without `complete`, so that clients reconnect.
 */
export class EventStream {
  readonly #parts: EventStreamParts;
  readonly #pings: NodeJS.Timeout;
  #text = COMMENT;
  #isOver = false;
  #hasLeft = false;
  #pendingPings = 0;
  /** Callbacks for when the pending text, and the chunk before it, have been sent. */
  #done: (() => void)[] = [];
  #doneWithChunk: (() => void)[] = [];
  #wake: (() => void) | null = null;

  constructor(parts: EventStreamParts) {
    this.#parts = parts;
    this.#pings = setInterval(() => this.#ping(), parts.pingMs);
  }

  /** Where results are written to. */
  readonly sink: Sink = {
    buffer: new BufferSpace(),
    frameChars: FRAME_CHARS,
    // It carries one stream, of which one result is on its way at a time.
    room: () => null,
    write: (messages, done) => {
      this.#done.push(done);
      this.#append(messages.map(eventOf).join(''));
    },
    end: (end) => this.#end(end),
  };

  /** The text to send. Its functions do not use `this`, because graphql-sse detaches them from the object. */
  readonly body: AsyncGenerator<string, undefined> = {
    next: async () => {
      this.#pendingPings = 0;
      for (const done of this.#doneWithChunk.splice(0)) done();
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
    this.#doneWithChunk = this.#done.splice(0);
    return { done: false, value };
  }

  #append(text: string): void {
    this.#text += text;
    this.#wake?.();
  }

  #ping(): void {
    this.#pendingPings += 1;
    if (this.#pendingPings > MAX_PENDING_PINGS) this.#parts.cut();
    const after = this.#parts.after();
    this.#append(after === null ? COMMENT : `id: ${after}\n\n`);
  }

  #end(end: End): void {
    this.#isOver = true;
    clearInterval(this.#pings);
    if (end.is === 'failed') this.#append(failureOf(end.error));
    if (end.is === 'unauthenticated') this.#append(failureOf(this.#parts.expired()));
    this.#wake?.();
    // Unread data would keep the client from seeing the end of the stream.
    if (end.is === 'slow' || end.is === 'behind') this.#parts.cut();
    if (end.is === 'leaving' || end.is === 'unauthenticated') setTimeout(this.#parts.cut, LEAVE_MS).unref();
  }

  #leave(): IteratorReturnResult<undefined> {
    this.#isOver = true;
    this.#text = '';
    clearInterval(this.#pings);
    this.#wake?.();
    if (!this.#hasLeft) this.#parts.onLeave();
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
