import { tracingChannel } from 'node:diagnostics_channel';
import type { DocumentNode } from 'graphql';
import { Messages } from '../datasources/observed.ts';
import type { Context } from '../resolvers/context.ts';
import type { Principal } from '../resolvers/principal.ts';
import { clientOf, type Client } from './client.ts';

/**
 * What the server publishes to diagnostics subscribers, over channels of `node:diagnostics_channel`, as `datasources/observed.ts` does. A
 * subscriber must not throw.
 */

/** Header fields with names in lower case, or what a WebSocket client sends instead. */
export type Fields = Readonly<Record<string, unknown>>;

/** Clients can make operation names as long as they like; no more than this is kept or published. */
export const MAX_NAME_LENGTH = 100;

/** How an operation arrived. */
export type Transport = 'http' | 'websocket' | 'sse';

/** A request, from its arrival to the end of its answer. */
export interface Request {
  readonly transport: Transport;
  readonly requestId: string;
  readonly headers: Fields;
  /** The number of operations in a batch; null if it is not a batch. */
  readonly batch: number | null;
}

/** An operation that was answered. */
export interface AnsweredOperation {
  /** The name in its document; null if it has none, or was refused before the document was known to be valid. */
  readonly name: string | null;
  /** Null if the operation was refused before its type was known. */
  readonly type: 'query' | 'mutation' | 'subscription' | null;
  /** SHA-256 of its document in hexadecimal; null if unknown. */
  readonly hash: string | null;
  /** Its document; null if it was refused before the document was known to be valid. */
  readonly document: DocumentNode | null;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly client: Client;
  readonly transport: Transport;
  /**
   * What answered it: a cached answer, an execution of the operation's plan (possibly one already running for another caller), or the
   * engine.
   */
  readonly by: 'cache' | 'plan' | 'engine';
  /** The number of errors in its answer. */
  readonly errors: number;
  /** Their codes, without duplicates. */
  readonly codes: readonly string[];
  readonly requestId: string;
  /** The name of the caller (`Principal.name`), for operators only. */
  readonly caller: string;
  /** Milliseconds from its arrival to its answer. */
  readonly ms: number;
}

/** An operation that was refused before the engine saw it: by overload, by a budget, or by the safe list. */
export interface RefusedOperation extends Pick<AnsweredOperation, 'client' | 'transport' | 'requestId'> {
  /** The name of the caller; null if it was refused before that was known. */
  readonly caller: string | null;
  /** The operation, if it has been accepted before; null if nothing is known of it. */
  readonly operation: Pick<AnsweredOperation, 'name' | 'hash' | 'type'> | null;
  /** The code of the refusal, as reported to the caller. */
  readonly code: string;
}

/** A long-lived operation that has just been opened: a subscription, or a live query. */
export interface OpenedOperation {
  readonly operation: {
    /** SHA-256 of its document in hexadecimal. */
    readonly hash: string;
    readonly name: string | null;
    readonly document: DocumentNode;
  };
  readonly type: 'query' | 'subscription';
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly client: Client;
  readonly transport: Transport;
}

/** One execution of a long-lived operation: of a subscription for an event, or of a live query. */
export interface LongLivedRun {
  readonly name: string | null;
  readonly type: 'query' | 'subscription';
  readonly requestId: string;
}

/** An error as reported to a caller. */
export interface ReportedError {
  readonly code: string;
  /** The system that failed; null if none did. */
  readonly system: string | null;
}

export const requests = tracingChannel<unknown, Request>('isthmus:request');
export const answeredOperations = new Messages<AnsweredOperation>('isthmus:operation');
export const refusedOperations = new Messages<RefusedOperation>('isthmus:refused');
export const openedOperations = new Messages<OpenedOperation>('isthmus:stream');
export const longLivedRuns = tracingChannel<unknown, LongLivedRun>('isthmus:stream-run');
export const reportedErrors = new Messages<ReportedError>('isthmus:error');

/** How, from whom and when an operation arrived. */
export interface Arrival {
  readonly requestId: string;
  readonly caller: string;
  readonly transport: Transport;
  readonly client: Client;
  /** By `performance.now()`. */
  readonly at: number;
}

/** Records how an operation arrived; null if there are no subscribers. */
export function arrivalOf(
  transport: Transport,
  headers: Fields,
  requestId: string,
  { name: caller }: Principal,
): Arrival | null {
  if (!answeredOperations.hasSubscribers) return null;
  return { transport, client: clientOf(headers), at: performance.now(), requestId, caller };
}

/** Publishes an operation that was answered. */
export function publishAnswered(
  { at, ...came }: Arrival,
  answered: Pick<
    AnsweredOperation,
    'name' | 'type' | 'hash' | 'document' | 'variables' | 'by' | 'errors' | 'codes'
  >,
): void {
  answeredOperations.publish({ ...answered, ...came, ms: performance.now() - at });
}

/** Publishes an operation that was refused, for the first of these errors. `caller` is null if it was not known yet. */
export function publishRefused(
  {
    transport,
    requestId,
    client,
    operation,
    caller,
  }: Omit<RefusedOperation, 'caller' | 'code'> & {
    readonly caller: Principal | null;
  },
  [error]: readonly { readonly extensions?: Readonly<Record<string, unknown>> | undefined }[],
): void {
  if (!refusedOperations.hasSubscribers) return;
  const code = String(error?.extensions?.['code']);
  refusedOperations.publish({ transport, requestId, client, operation, caller: caller?.name ?? null, code });
}

/** Keyed by `Context.reads`, because Apollo Server passes on copies of contexts. */
const arrivals = new WeakMap<Context['reads'], Arrival>();

/** Records how the operations of a context arrived, for publishing what the engine answers. Returns the context. */
export function attachArrival(context: Context, arrival: Arrival | null): Context {
  if (arrival) arrivals.set(context.reads, arrival);
  return context;
}

/** How the operations of a context arrived; undefined if nothing was recorded. */
export function attachedArrivalOf({ reads }: Context): Arrival | undefined {
  return arrivals.get(reads);
}
