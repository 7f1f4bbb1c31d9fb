import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Answers } from '../answers/answers.ts';
import type { Operations } from '../answers/operations.ts';
import type { Config } from '../config.ts';
import type { ContextFor } from '../context.ts';
import type { Engine } from '../engine.ts';
import type { Identity } from '../identity/identity.ts';
import type { DocumentValidator } from '../limits/document-validator.ts';
import type { Load } from '../overload/load.ts';
import type { Budgets } from '../rate/budgets.ts';
import type { Slots } from '../rate/slots.ts';
import type { SafeList } from '../safe-list/safe-list.ts';
import type { LongLivedOperations } from '../streams/operations.ts';
import type { Streams } from '../streams/streams.ts';
import type { RefusalLog } from '../telemetry/logs/refusals.ts';
import type { DeadPeers } from './dead-peers.ts';
import type { UnsentAnswers } from './unsent-answers.ts';

/** What transports need to answer an operation. */
export interface Gateway {
  readonly config: Config;
  readonly log: Logger;
  readonly schema: GraphQLSchema;
  readonly engine: Engine;
  /** Validates documents and computes the cost of operations. */
  readonly validator: DocumentValidator;
  /** How many operations run in this process, and how many may. */
  readonly load: Load;
  /** What callers have spent and may still spend. */
  readonly budgets: Budgets;
  /** Operations that the engine has accepted before. */
  readonly operations: Operations;
  /** Published operations. */
  readonly safeList: SafeList;
  /** The fast path to an answer. */
  readonly answers: Answers;
  readonly contextFor: ContextFor;
  /** Authenticates callers. */
  readonly identity: Identity;
  /** Logs refused credentials. */
  readonly refusals: RefusalLog;
  /** Recognizes long-lived operations. */
  readonly longLivedOperations: LongLivedOperations;
  /** The long-lived operations that are open. */
  readonly streams: Streams;
  /** The open connections. */
  readonly connections: Slots;
  /** Disconnects streaming clients that disappeared without closing. */
  readonly deadPeers: DeadPeers;
  /** The answers that clients have not taken yet. */
  readonly unsent: UnsentAnswers;
  /** Milliseconds between two keep-alives on an open connection. */
  readonly pingMs: number;
}
