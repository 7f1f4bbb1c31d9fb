import type { GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../resolvers/context.ts';
import type { CacheBytes } from '../config/cache.ts';
import { compileOperation, type CompiledOperation } from '../execution/compile.ts';
import type { PlanMemory } from '../execution/plan-memory.ts';
import type { OperationCost } from '../limits/cost.ts';
import type { DocumentValidator } from '../limits/document-validator.ts';
import { needsOf, type Needs } from '../identity/needs.ts';
import { documentBytes } from '../document-bytes.ts';
import { FirstChecks } from './first-checks.ts';
import type { OperationRequest } from './operation-request.ts';

/** An operation that the engine has accepted: parsed, valid, within all limits. */
export interface KnownOperation {
  /** SHA-256 of its document, in hexadecimal. */
  readonly hash: string;
  readonly name: string | null;
  /** The operation's own name, whether the request named it or it is the only one in its document. */
  readonly ownName: string | null;
  readonly document: DocumentNode;
  /** The plan for running it. */
  readonly compiled: CompiledOperation;
  /** Its cost. */
  readonly cost: Pick<OperationCost, 'of'>;
  /** The rights needed for a complete answer. */
  readonly needs: Needs;
}

/** The memory for operations, and for texts by hash. */
type OperationBytes = Pick<CacheBytes, 'operations' | 'documents'>;

/** An operation whose plan is made when it is requested again. */
interface Candidate {
  readonly hash: string;
  readonly name: string | null;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  known: KnownOperation | null | undefined;
}

const HASH_BYTES = 200;

/**
 * The operations that the engine has accepted, by text and by its hash. Everything else goes to the engine: nothing runs that it has not
 * parsed, validated and measured once.
 */
export class Operations {
  /** The operations that are being checked; the outcome is the status of the answer. */
  readonly firstChecks = new FirstChecks<number>();
  readonly #schema: GraphQLSchema;
  readonly #validator: DocumentValidator;
  readonly #plans: PlanMemory;
  readonly #byText: LRUCache<string, Candidate>;
  readonly #textByHash: LRUCache<string, string>;

  /** Keeps what these bytes allow; the least recently used go first. */
  constructor(schema: GraphQLSchema, validator: DocumentValidator, plans: PlanMemory, bytes: OperationBytes) {
    this.#schema = schema;
    this.#validator = validator;
    this.#plans = plans;
    this.#byText = new LRUCache({
      maxSize: bytes.operations,
      sizeCalculation: (_, text) => documentBytes(text.length),
    });
    this.#textByHash = new LRUCache({
      maxSize: bytes.documents,
      sizeCalculation: (text) => text.length + HASH_BYTES,
    });
  }

  /**
   * The operation that is requested; null if it cannot take the fast path, undefined if this process does not know it. It is compiled when
   * it is first found here.
   */
  find({ query, hash, operationName }: OperationRequest): KnownOperation | null | undefined {
    const text = query ?? (hash === null ? undefined : this.#textByHash.get(hash));
    if (text === undefined) return undefined;
    const seen = this.#byText.get(nameOf(text, operationName));
    if (!seen) return undefined;
    // Null if it was found unsuitable for the fast path.
    if (seen.known === undefined) seen.known = this.#compile(seen);
    return seen.known;
  }

  /** Records an operation that the engine has accepted. */
  learn({ request, source, queryHash: hash, document, operation, metrics }: Resolved): void {
    if (!operation) return;
    const name = request.operationName ?? null;
    const key = nameOf(source, name);
    if (!this.#byText.has(key)) this.#byText.set(key, { hash, name, document, operation, known: undefined });
    // Found by hash only if the engine was told to register the document, which it does for all replicas.
    if (metrics.persistedQueryRegister || metrics.persistedQueryHit) this.#textByHash.set(hash, source);
    this.firstChecks.ended({ query: request.query ?? null, hash, operationName: name });
  }

  #compile({ hash, name, document, operation }: Candidate): KnownOperation | null {
    const compiled = compileOperation(this.#schema, document, name ?? undefined, this.#plans);
    const ownName = operation.name?.value ?? null;
    const cost = this.#validator.costOf(document, operation);
    const needs = needsOf(this.#schema, document);
    return compiled && { hash, name, ownName, document, compiled, cost, needs };
  }
}

/** What Apollo Server knows once it has resolved an operation. */
type Resolved = GraphQLRequestContextDidResolveOperation<Context>;

/** Names consist of letters, digits and underscores; a request with any other name cannot take the fast path. */
function nameOf(text: string, operationName: string | null): string {
  return `${operationName ?? ''}\n${text}`;
}
