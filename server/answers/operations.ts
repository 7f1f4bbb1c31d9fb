import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../resolvers/context.ts';
import { compileOperation, type CompiledOperation } from '../execution/compile.ts';
import type { Question } from './question.ts';

/** An operation that the engine has found to be good: parsed, valid, within all limits. */
export interface KnownOperation {
  /** SHA-256 of its document, in hexadecimal. */
  readonly hash: string;
  readonly name: string | null;
  /** The plan that it is run by. */
  readonly compiled: CompiledOperation;
}

/** An operation whose plan is made when it comes again. */
interface Seen {
  readonly hash: string;
  readonly name: string | null;
  readonly document: DocumentNode;
  known: KnownOperation | null | undefined;
  /** Whether the engine was told to remember it by its hash. */
  isPersisted: boolean;
}

/** Parsed documents and plans take about so many times the bytes of their text. */
const TREE_FACTOR = 50;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The operations that the engine has let pass, by their text and by its hash. Whatever is not here is for the engine to
 * judge: nothing runs without having been parsed, validated and measured by it once.
 */
export class Operations {
  readonly #schema: GraphQLSchema;
  readonly #byText = new LRUCache<string, Seen>({
    maxSize: MAX_BYTES,
    sizeCalculation: (_, text) => text.length * TREE_FACTOR + 1,
  });
  readonly #textByHash = new LRUCache<string, string>({ max: 10_000 });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The operation that is asked; null where it is not known, or not for the short way. */
  find({ query, hash, operationName }: Question): KnownOperation | null {
    const text = query ?? (hash === null ? undefined : this.#textByHash.get(hash));
    if (text === undefined) return null;
    const seen = this.#byText.get(nameOf(text, operationName));
    // A text that is not that of the hash is refused, which is for the engine to say.
    if (!seen || (hash !== null && hash !== seen.hash)) return null;
    // The engine must have heard of the hash: what it remembers, it remembers for all replicas.
    if (hash !== null && !seen.isPersisted) return null;
    return (seen.known ??= this.#compile(seen));
  }

  /** Learns the operations that the engine lets pass. */
  plugin(): ApolloServerPlugin<Context> {
    return {
      requestDidStart: async () => ({
        didResolveOperation: async ({ request, source, queryHash: hash, document, metrics }) => {
          const name = request.operationName ?? null;
          const key = nameOf(source, name);
          const seen: Seen = this.#byText.get(key) ?? {
            hash,
            name,
            document,
            known: undefined,
            isPersisted: false,
          };
          this.#byText.set(key, seen);
          if (!metrics.persistedQueryRegister && !metrics.persistedQueryHit) return;
          seen.isPersisted = true;
          this.#textByHash.set(hash, source);
        },
      }),
    };
  }

  #compile({ hash, name, document }: Seen): KnownOperation | null {
    const compiled = compileOperation(this.#schema, document, name ?? undefined);
    return compiled && { hash, name, compiled };
  }
}

/** A name holds no line break. */
function nameOf(text: string, operationName: string | null): string {
  return `${operationName ?? ''}\n${text}`;
}
