import type { End, Message, Sink } from '../standing/outbox.ts';

const PING_MS = 12_000;
/** Says nothing, and has browsers see that the stream is open. */
const COMMENT = ':\n\n';

/** A stream of events, as the one who writes to it and the one who sends it see it. */
export interface EventStream {
  readonly sink: Sink;
  /** The text of the stream, a piece at a time: a piece counts as sent once the next is asked for. */
  readonly body: AsyncGenerator<string, undefined>;
}

/** What a stream is told of its client. */
export interface EventStreamOptions {
  /** The client has been told everything up to here; null where that is not known. */
  readonly position: () => string | null;
  /** Called once, when the client has gone. */
  readonly onLeave: () => void;
  /** Ends the connection at once. */
  readonly cut: () => void;
}

/**
 * Operations that stand as Server-Sent Events (GraphQL over SSE, distinct connections mode). Each event has its cursor as `id`, which a
 * client that comes back sends as `Last-Event-ID` (HTML, section 9.2); from time to time an `id` without an event moves that on, so that
 * a client of rare events is not out of the log's reach. A stream that is not over ends without `complete`, so that clients come back.
 */
export function eventStream({ position, onLeave, cut }: EventStreamOptions): EventStream {
  let text = COMMENT;
  let isOver = false;
  let sent: (() => void)[] = [];
  let given: (() => void)[] = [];
  let wake: (() => void) | null = null;
  const say = (more: string): void => {
    text += more;
    wake?.();
  };
  const over = (): void => {
    isOver = true;
    clearInterval(pings);
    wake?.();
  };
  const pings = setInterval(() => say(pingOf(position())), PING_MS).unref();
  const sink: Sink = {
    write: (messages, done) => {
      sent.push(done);
      say(messages.map(eventOf).join(''));
    },
    end: (end) => {
      if (end.is === 'failed') say(failureOf(end));
      over();
      // What it has not read keeps it from seeing the end.
      if (end.is === 'slow') cut();
    },
  };
  const next = async (): Promise<IteratorResult<string, undefined>> => {
    for (const done of given.splice(0)) done();
    if (text === '' && !isOver) await new Promise<void>((resolve) => (wake = resolve));
    wake = null;
    if (text === '') return { done: true, value: undefined };
    const value = text;
    text = '';
    given = sent;
    sent = [];
    return { done: false, value };
  };
  const leave = async (): Promise<IteratorResult<string, undefined>> => {
    if (!isOver) over();
    text = '';
    onLeave();
    return { done: true, value: undefined };
  };
  // Functions without a `this`: graphql-sse takes them off the object.
  const body: AsyncGenerator<string, undefined> = {
    next,
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]: () => body,
    [Symbol.asyncDispose]: async () => {
      await leave();
    },
  };
  return { sink, body };
}

function eventOf({ text, cursor }: Message): string {
  const id = cursor === null ? '' : `id: ${cursor}\n`;
  return `${id}event: next\ndata: ${text}\n\n`;
}

function pingOf(cursor: string | null): string {
  return cursor === null ? COMMENT : `id: ${cursor}\n\n`;
}

function failureOf({ error }: Extract<End, { is: 'failed' }>): string {
  return `event: next\ndata: ${JSON.stringify({ errors: [error] })}\n\nevent: complete\ndata: \n\n`;
}
