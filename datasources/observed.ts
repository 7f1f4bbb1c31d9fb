import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, tracingChannel, type Channel } from 'node:diagnostics_channel';

/**
 * What this room tells whoever observes the process. These are channels of `node:diagnostics_channel`: where nobody has subscribed,
 * telling costs nothing but the message, and this room knows no library of telemetry (docs/decisions/0030-telemetry.md). A subscriber
 * must not throw.
 */

/** Messages of one kind, for whoever in the process listens. */
export class Messages<Message extends object> {
  readonly #channel;

  /** `name` is that of the channel. */
  constructor(name: string) {
    this.#channel = channel(name);
  }

  /** Whether anybody listens: what is not told need not be put together. */
  get isHeard(): boolean {
    return this.#channel.hasSubscribers;
  }

  tell(message: Message): void {
    this.#channel.publish(message);
  }

  /** Has a listener told of all messages from now on, until the function that is given back is called. */
  listen(listener: (message: Message) => void): () => void {
    return listen(this.#channel as Channel<unknown, Message>, listener);
  }
}

/** Has a listener told of the messages of a channel, until the function that is given back is called. It must not throw. */
export function listen<Message extends object>(
  told: Channel<unknown, Message>,
  listener: (message: Message) => void,
): () => void {
  const heard = (message: unknown) => listener(message as Message);
  told.subscribe(heard);
  return () => {
    told.unsubscribe(heard);
  };
}

/** One exchange with a system over HTTP; a call that is tried again has several. */
export interface RestExchange {
  readonly system: string;
  readonly method: string;
  /** Without its query, which may hold what was searched for. */
  readonly path: string;
  readonly requestId: string;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Header fields that a subscriber wants sent along; only those of {@link TRACE_FIELDS} are. */
  readonly fields: Record<string, string>;
  /** The status of the answer; null until there is one. */
  status: number | null;
  /** What it broke off with. */
  error?: unknown;
  /** Whether it was ended as nobody waited for it any more, or as its time was over; null where it came to its own end. */
  cutOff: 'called_off' | 'timed_out' | null;
}

/** The header fields of W3C Trace Context, which alone may be added to a call. */
export const TRACE_FIELDS = ['traceparent', 'tracestate'] as const;

/** The trace that a caller's request belongs to, as these fields have it. */
export type TraceFields = Partial<Readonly<Record<(typeof TRACE_FIELDS)[number], string>>>;

/** The trace under which something happens, where this process records none of its own: calls pass it on as it came. */
export const callersTrace = new AsyncLocalStorage<TraceFields>();

/** Keys of one kind that a request asked for in one tick. */
export interface BatchRead {
  readonly system: string;
  /** What is read: `Customer`, `orders by customer`. */
  readonly name: string;
  readonly keys: number;
}

/** Keys of one kind that are looked for in the tier that replicas share. */
export interface TierRead extends Omit<BatchRead, 'system'> {
  /** Null for what is made of more than one system's: whole answers. */
  readonly system: string | null;
  /** How many were there; null until that is known. */
  found: number | null;
}

export const restExchanges = tracingChannel<unknown, RestExchange>('isthmus:rest-exchange');
export const batchReads = tracingChannel<unknown, BatchRead>('isthmus:batch-read');
export const tierReads = tracingChannel<unknown, TierRead>('isthmus:tier-read');
