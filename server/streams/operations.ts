import type { GraphQLError } from 'graphql';
import {
  getOperationAST,
  Kind,
  OperationTypeNode,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { LRUCache } from 'lru-cache';
import { selectorOf, type ChangeSelector } from '../../resolvers/subscription-field.ts';
import type { Config } from '../config.ts';
import { requestRefusal } from '../errors.ts';
import { fragmentRecordOf } from '../graph/fragments.ts';
import { compileOperation, type CompiledOperation } from '../execution/compile.ts';
import type { PlanMemory } from '../execution/plan-memory.ts';
import { needsOf, type Needs } from '../identity/needs.ts';
import { policiesOf } from '../identity/policies.ts';
import { ruleOf, type Rule } from '../identity/rule.ts';
import type { OperationCost } from '../limits/cost.ts';
import { withCode, type DocumentValidator } from '../limits/document-validator.ts';
import { sourceFault } from '../limits/source.ts';
import { hashOf } from '../safe-list/record.ts';
import { documentBytes } from '../document-bytes.ts';

/**
 * A long-lived operation, which is answered again and again until its client ends it. It has been parsed, and is valid and within all
 * limits.
 */
export interface LongLivedOperation {
  /** SHA-256 of the document, in hexadecimal. */
  readonly hash: string;
  readonly name: string | undefined;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  /** Its plan; null if graphql-js runs it. */
  readonly compiled: CompiledOperation | null;
  readonly cost: OperationCost;
  /** The rights needed for complete answers. */
  readonly needs: Needs;
  readonly kind: SubscriptionKind | LiveQueryKind;
}

/** The type of a long-lived operation: a live query is a query. */
export function typeOf({ kind }: LongLivedOperation): 'query' | 'subscription' {
  return kind.is === 'live' ? 'query' : 'subscription';
}

/** A subscription, which reports events. */
export interface SubscriptionKind {
  readonly is: 'subscription';
  readonly selector: ChangeSelector;
  /** The rule for who may receive events; null if everybody may. */
  readonly rule: Rule | null;
  /** Its single field, with the arguments that select events. */
  readonly node: FieldNode;
  /** The variable that holds the start cursor and is used for nothing else; null if there is none. */
  readonly afterVariable: string | null;
}

/** A live query, whose answer is kept current. */
export interface LiveQueryKind {
  readonly is: 'live';
}

/** Pays for something of this cost; rejects if there is not enough. */
type Pay = (cost: number) => Promise<void>;

/** Documents that may contain a long-lived operation; false positives are sorted out after parsing. */
const MAY_BE_LONG_LIVED = /\bsubscription\b|@live\b/;

/**
 * Recognizes long-lived operations and validates them by the same rules as the engine. The engine cannot run them: Apollo Server has no
 * subscriptions, and for a query it would not report what it read.
 */
export class LongLivedOperations {
  readonly #schema: GraphQLSchema;
  readonly #config: Config;
  readonly #validator: DocumentValidator;
  readonly #plans: PlanMemory;
  readonly #known: LRUCache<string, { readonly is: LongLivedOperation | RefusedOperationError | null }>;

  constructor(schema: GraphQLSchema, config: Config, validator: DocumentValidator, plans: PlanMemory) {
    this.#schema = schema;
    this.#config = config;
    this.#validator = validator;
    this.#plans = plans;
    this.#known = new LRUCache({
      maxSize: config.cache.bytes.documents,
      sizeCalculation: (_, text) => documentBytes(text.length),
    });
  }

  /**
   * The operation, if it is long-lived; null if the engine is to answer it once, or to report mistakes in a query. `pay` is called with the
   * cost of checking its document, unless that is known. Rejects with {@link RefusedOperationError} if it would be long-lived but is not
   * allowed, and as `pay` does.
   */
  async find(query: string, operationName: string | undefined, pay: Pay): Promise<LongLivedOperation | null> {
    if (!MAY_BE_LONG_LIVED.test(query)) return null;
    const key = JSON.stringify([operationName ?? null, query]);
    let known = this.#known.get(key);
    if (!known) this.#known.set(key, (known = { is: await this.#check(key, query, operationName, pay) }));
    if (known.is instanceof RefusedOperationError) throw known.is;
    return known.is;
  }

  async #check(
    key: string,
    query: string,
    operationName: string | undefined,
    pay: Pay,
  ): Promise<LongLivedOperation | RefusedOperationError | null> {
    if (sourceFault(query) !== null) return null;
    const document = parsed(query, this.#config);
    const definition = document && getOperationAST(document, operationName);
    if (!document || !definition) return null;
    const isSubscription = definition.operation === OperationTypeNode.SUBSCRIPTION;
    if (!isSubscription && !isLive(definition)) return null;
    await pay(this.#validator.checkCost(document));
    // Another client may have asked for the same in the meantime.
    const known = this.#known.get(key);
    if (known) return known.is;
    const faults = this.#validator.faultsOf(document);
    if (faults.length > 0) return new RefusedOperationError(faults);
    const kind = isSubscription ? this.#subscribes(document, definition) : ({ is: 'live' } as const);
    if (kind instanceof RefusedOperationError) return kind;
    return {
      hash: hashOf(query),
      name: operationName,
      document,
      definition,
      compiled: compileOperation(this.#schema, document, operationName, this.#plans),
      cost: this.#validator.costOf(document, definition),
      needs: needsOf(this.#schema, document),
      kind,
    };
  }

  #subscribes(
    document: DocumentNode,
    definition: OperationDefinitionNode,
  ): SubscriptionKind | RefusedOperationError {
    const root = this.#schema.getSubscriptionType();
    if (!root) throw new Error('The schema has no subscriptions, and yet one is valid.');
    const fields = collectFields(this.#schema, fragmentRecordOf(document), {}, root, definition.selectionSet);
    const [node] = [...fields.values()][0] ?? [];
    const field = node && root.getFields()[node.name.value];
    const selector = field?.subscribe && selectorOf(field.subscribe);
    if (!field || !selector) {
      return new RefusedOperationError([
        requestRefusal('BAD_REQUEST', 'Ask for a field of Subscription, and not under @skip or @include.'),
      ]);
    }
    const rule = ruleOf(policiesOf(this.#schema), root.name, field);
    return { is: 'subscription', selector, rule, node, afterVariable: afterVariableOf(node, document) };
  }
}

/** The errors for which a long-lived operation was refused; `code` applies to all that do not have one. */
export class RefusedOperationError extends Error {
  override readonly name = 'RefusedOperationError';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[], code = 'BAD_REQUEST') {
    super(errors[0]?.message);
    this.errors = errors.map((error) => withCode(error, code));
  }
}

/** Null if the engine is to report what is wrong with the document, as it does for all others. */
function parsed(query: string, { limits }: Config): DocumentNode | null {
  try {
    return parse(query, { maxTokens: limits.tokens });
  } catch {
    return null;
  }
}

function isLive({ operation, directives }: OperationDefinitionNode): boolean {
  return (
    operation === OperationTypeNode.QUERY && directives?.some(({ name }) => name.value === 'live') === true
  );
}

/** Clients that differ only in this variable share one subscription, unless the variable is used elsewhere as well. */
function afterVariableOf({ arguments: args }: FieldNode, document: DocumentNode): string | null {
  const value = args?.find(({ name }) => name.value === 'after')?.value;
  if (value?.kind !== Kind.VARIABLE) return null;
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      if (name.value === value.name.value) uses += 1;
    },
  });
  return uses === 1 ? value.name.value : null;
}
