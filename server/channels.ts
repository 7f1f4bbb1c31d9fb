import { tracingChannel } from 'node:diagnostics_channel';
import type { DocumentNode } from 'graphql';
import { EventChannel } from '../datasources/channels.ts';
import type { Client } from './client.ts';

/**
 * What the server publishes to diagnostics subscribers, over channels of `node:diagnostics_channel`, as `datasources/channels.ts` does. A
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
  /** Their codes, and those of its `userErrors`, without duplicates. */
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

/** What an answer reports to a caller, however many of its errors have this code and system. */
export interface ReportedError {
  readonly code: string;
  /** The system that failed; null if none did. */
  readonly system: string | null;
}

export const requests = tracingChannel<unknown, Request>('isthmus:request');
export const answeredOperations = new EventChannel<AnsweredOperation>('isthmus:operation');
export const refusedOperations = new EventChannel<RefusedOperation>('isthmus:refused');
export const openedOperations = new EventChannel<OpenedOperation>('isthmus:stream');
export const longLivedRuns = tracingChannel<unknown, LongLivedRun>('isthmus:stream-run');
export const reportedErrors = new EventChannel<ReportedError>('isthmus:error');
