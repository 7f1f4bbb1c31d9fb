import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, tracingChannel, type Channel } from 'node:diagnostics_channel';

/**
 * What `datasources/` reports to observers of the process, through channels of `node:diagnostics_channel`: without a subscriber, reporting
 * costs only the creation of the message, and this directory depends on no telemetry library (docs/decisions/0030-telemetry.md). A
 * subscriber must not throw.
 */

/** A channel for messages of one kind, within the process. */
export class EventChannel<Message extends object> {
  readonly #channel;

  /** `name` is the name of the channel. */
  constructor(name: string) {
    this.#channel = channel(name);
  }

  /** Whether there is a listener: otherwise messages need not be built. */
  get hasSubscribers(): boolean {
    return this.#channel.hasSubscribers;
  }

  publish(message: Message): void {
    this.#channel.publish(message);
  }

  /** Calls a listener with all messages from now on, until the returned function is called. */
  listen(listener: (message: Message) => void): () => void {
    return listen(this.#channel as Channel<unknown, Message>, listener);
  }
}

/** Calls a listener with the messages of a channel, until the returned function is called. It must not throw. */
export function listen<Message extends object>(
  source: Channel<unknown, Message>,
  listener: (message: Message) => void,
): () => void {
  const onMessage = (message: unknown) => listener(message as Message);
  source.subscribe(onMessage);
  return () => {
    source.unsubscribe(onMessage);
  };
}

/** One HTTP exchange with a system; a call that is retried has several. */
export interface RestExchange {
  readonly system: string;
  readonly method: string;
  /** Without its query, which may contain search terms. */
  readonly path: string;
  readonly requestId: string;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Header fields that a subscriber wants to send along; only those in {@link TRACE_FIELDS} are sent. */
  readonly fields: Record<string, string>;
  /** The status of the answer; null until it arrives. */
  status: number | null;
  /** The error that it ended with. */
  error?: unknown;
  /** Whether it was aborted because nothing waited for it any more, or because its time was up; null if it ended by itself. */
  cutOff: 'called_off' | 'timed_out' | null;
}

/** The header fields of W3C Trace Context, the only ones that may be added to a call. */
export const TRACE_FIELDS = ['traceparent', 'tracestate'] as const;

/** The trace that a client's request belongs to, as header fields. */
export type TraceFields = Partial<Readonly<Record<(typeof TRACE_FIELDS)[number], string>>>;

/** The client's current trace, if this process records none of its own: calls pass it on unchanged. */
export const callersTrace = new AsyncLocalStorage<TraceFields>();

/** Keys of one kind that a request asked for in one tick. */
export interface BatchRead {
  readonly system: string;
  /** What is read: `Customer`, `orders by customer`. */
  readonly name: string;
  readonly keys: number;
}

/** Keys of one kind that are looked up in the tier shared between replicas. */
export interface TierRead extends Omit<BatchRead, 'system'> {
  /** Null for values built from more than one system: whole answers. */
  readonly system: string | null;
  /** How many were found; null until known. */
  found: number | null;
}

export const restExchanges = tracingChannel<unknown, RestExchange>('isthmus:rest-exchange');
export const batchReads = tracingChannel<unknown, BatchRead>('isthmus:batch-read');
export const tierReads = tracingChannel<unknown, TierRead>('isthmus:tier-read');
