import { tracingChannel } from 'node:diagnostics_channel';
import type { DocumentNode } from 'graphql';
import { Messages } from '../datasources/observed.ts';
import type { Context } from '../resolvers/context.ts';
import type { Principal } from '../resolvers/principal.ts';
import { clientOf, type Client } from './client.ts';

/**
 * What the server tells whoever observes the process, by channels of `node:diagnostics_channel` as `datasources/observed.ts` has them.
 * A subscriber must not throw.
 */

/** Header fields, names in lower case, or what a WebSocket client sends in their place. */
export type Fields = Readonly<Record<string, unknown>>;

/** Clients make names of operations as long as they like: no more than this is kept or told of one. */
export const LONGEST_NAME = 100;

/** By which way an operation came. */
export type Transport = 'http' | 'websocket' | 'sse';

/** Something that is asked for, from its arrival to the end of its answer. */
export interface Request {
  readonly transport: Transport;
  readonly requestId: string;
  readonly headers: Fields;
  /** How many operations came as one batch; null for one by itself. */
  readonly batch: number | null;
}

/** An operation that was answered. */
export interface AnsweredOperation {
  /** As its document has it; null where it has none, or was refused before that was known to be good. */
  readonly name: string | null;
  /** Null where it was refused before that was known. */
  readonly type: 'query' | 'mutation' | 'subscription' | null;
  /** SHA-256 of its document in hexadecimal; null where that was not known. */
  readonly hash: string | null;
  /** Its document; null where it was refused before that was known to be good. */
  readonly document: DocumentNode | null;
  /** As the client has sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly client: Client;
  readonly transport: Transport;
  /** A whole answer that was kept, an execution by the operation's plan (or another's, under way), or the engine. */
  readonly by: 'kept' | 'plan' | 'engine';
  /** Errors that its answer holds. */
  readonly errors: number;
  /** Their codes, each once. */
  readonly codes: readonly string[];
  readonly requestId: string;
  /** The name of who asked (`Principal.name`), for operators alone. */
  readonly caller: string;
  /** Milliseconds from its arrival to its answer. */
  readonly ms: number;
}

/** An operation that stands from now on: a subscription, or a query that is kept current. */
export interface OpenedOperation {
  readonly operation: {
    /** SHA-256 of its document in hexadecimal. */
    readonly hash: string;
    readonly name: string | null;
    readonly document: DocumentNode;
  };
  /** As the client has sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly client: Client;
}

/** An error as a caller is told of it. */
export interface ToldError {
  readonly code: string;
  /** The system that failed; null where none did. */
  readonly system: string | null;
}

export const requests = tracingChannel<unknown, Request>('isthmus:request');
export const answeredOperations = new Messages<AnsweredOperation>('isthmus:operation');
export const openedOperations = new Messages<OpenedOperation>('isthmus:standing');
export const toldErrors = new Messages<ToldError>('isthmus:error');

/** How an operation came, of whom, and when. */
export interface Arrival {
  readonly requestId: string;
  readonly caller: string;
  readonly transport: Transport;
  readonly client: Client;
  /** By `performance.now()`. */
  readonly at: number;
}

/** Notes how an operation came; null where nobody wants to know. */
export function arrivalOf(
  transport: Transport,
  headers: Fields,
  requestId: string,
  { name: caller }: Principal,
): Arrival | null {
  if (!answeredOperations.isHeard) return null;
  return { transport, client: clientOf(headers), at: performance.now(), requestId, caller };
}

/** Tells of an operation that was answered. */
export function tellAnswered(
  { at, ...came }: Arrival,
  answered: Pick<
    AnsweredOperation,
    'name' | 'type' | 'hash' | 'document' | 'variables' | 'by' | 'errors' | 'codes'
  >,
): void {
  answeredOperations.tell({ ...answered, ...came, ms: performance.now() - at });
}

/** By what a context has read: Apollo Server hands on copies of contexts. */
const arrivals = new WeakMap<Context['reads'], Arrival>();

/** Remembers how the operations of a context came, for who tells of what the engine answers. */
export function remember(context: Context, arrival: Arrival | null): Context {
  if (arrival) arrivals.set(context.reads, arrival);
  return context;
}

/** How the operations of a context came; undefined where nobody wanted to know. */
export function rememberedOf({ reads }: Context): Arrival | undefined {
  return arrivals.get(reads);
}
