import type { GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../resolvers/context.ts';
import { compileOperation, type CompiledOperation } from '../execution/compile.ts';
import type { OperationCost } from '../limits/cost.ts';
import type { Documents } from '../limits/documents.ts';
import { needsOf, type Needs } from '../identity/needs.ts';
import type { Question } from './question.ts';

/** An operation that the engine has found to be good: parsed, valid, within all limits. */
export interface KnownOperation {
  /** SHA-256 of its document, in hexadecimal. */
  readonly hash: string;
  readonly name: string | null;
  /** The operation's own name, whether it was asked for by that or is the only one of its document. */
  readonly ownName: string | null;
  readonly document: DocumentNode;
  /** The plan that it is run by. */
  readonly compiled: CompiledOperation;
  /** What it costs. */
  readonly cost: Pick<OperationCost, 'of'>;
  /** What it takes to have all of its answer; the plan does not look at it. */
  readonly needs: Needs;
}

/** An operation whose plan is made when it comes again. */
interface Seen {
  readonly hash: string;
  readonly name: string | null;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  known: KnownOperation | null | undefined;
}

/** Parsed documents and plans take about so many times the bytes of their text, and this much however short that is. */
const TREE_FACTOR = 50;
const LEAST_BYTES = 20_000;
/** What all of them may take; those used least recently go first. */
const MAX_BYTES = 32 * 1024 * 1024;
/** And their texts by hash. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const HASH_BYTES = 200;

/**
 * The operations that the engine has let pass, by their text and by its hash. Whatever is not here is for the engine to
 * judge: nothing runs without having been parsed, validated and measured by it once.
 */
export class Operations {
  readonly #schema: GraphQLSchema;
  readonly #documents: Documents;
  readonly #byText = new LRUCache<string, Seen>({
    maxSize: MAX_BYTES,
    sizeCalculation: (_, text) => text.length * TREE_FACTOR + LEAST_BYTES,
  });
  readonly #textByHash = new LRUCache<string, string>({
    maxSize: MAX_TEXT_BYTES,
    sizeCalculation: (text) => text.length + HASH_BYTES,
  });

  constructor(schema: GraphQLSchema, documents: Documents) {
    this.#schema = schema;
    this.#documents = documents;
  }

  /**
   * The operation that is asked; null where it is not known to this process, or not for the short way. It is compiled when it is found
   * for the first time.
   */
  find({ query, hash, operationName }: Question): KnownOperation | null {
    const text = query ?? (hash === null ? undefined : this.#textByHash.get(hash));
    if (text === undefined) return null;
    const seen = this.#byText.get(nameOf(text, operationName));
    if (!seen) return null;
    // Null once it was found to be none for the short way.
    if (seen.known === undefined) seen.known = this.#compile(seen);
    return seen.known;
  }

  /** Learns an operation that the engine lets pass. */
  learn({ request, source, queryHash: hash, document, operation, metrics }: Passed): void {
    if (!operation) return;
    const name = request.operationName ?? null;
    const key = nameOf(source, name);
    if (!this.#byText.has(key)) this.#byText.set(key, { hash, name, document, operation, known: undefined });
    // By its hash it is known where the engine has been told to remember it, which it does for all replicas.
    if (metrics.persistedQueryRegister || metrics.persistedQueryHit) this.#textByHash.set(hash, source);
  }

  #compile({ hash, name, document, operation }: Seen): KnownOperation | null {
    const compiled = compileOperation(this.#schema, document, name ?? undefined);
    const ownName = operation.name?.value ?? null;
    const cost = this.#documents.costOf(document, operation);
    const needs = needsOf(this.#schema, document);
    return compiled && { hash, name, ownName, document, compiled, cost, needs };
  }
}

/** What Apollo Server knows of an operation once it has found it. */
type Passed = GraphQLRequestContextDidResolveOperation<Context>;

/** Names are of letters, digits and underscores: a question with another is none for the short way. */
function nameOf(text: string, operationName: string | null): string {
  return `${operationName ?? ''}\n${text}`;
}
