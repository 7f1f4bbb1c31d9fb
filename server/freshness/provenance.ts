import { AsyncLocalStorage } from 'node:async_hooks';
import {
  execute,
  getOperationAST,
  isObjectType,
  lexicographicSortSchema,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { Entry } from '../../datasources/cache/entry.ts';
import type { Clock } from '../../datasources/clock.ts';
import { systemIn } from '../../datasources/cache/tags.ts';
import type { Context } from '../../resolvers/context.ts';
import { recordFieldOf } from '../../resolvers/record-field.ts';
import { withoutItemLimit, type ItemCounter } from '../limits/items.ts';
import { originalOf } from '../graph/wrapped.ts';

/** A part of an answer that is older than allowed, because its system was unavailable. */
export interface StalePart {
  /** Its path in the answer; that of the object if the fields of one record are meant. Empty if unknown. */
  readonly path: readonly (string | number)[];
  readonly system: string;
  /** Whole seconds since its system returned it. */
  readonly ageSeconds: number;
}

/** An operation that has been run. */
export interface RunOperation {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly root: unknown;
}

type Path = GraphQLResolveInfo['path'];

/**
 * Determines which parts of an answer are stale. Resolvers know nothing of that, and watching each of them all the time would slow down
 * every answer. So an operation that used stale stand-ins is run once more in its own context, which has everything loaded by then, and
 * each stale value is recorded with the field that read it.
 */
export class Provenance {
  readonly #schema: GraphQLSchema;
  readonly #clock: Clock;
  readonly #items: ItemCounter;
  readonly #at = new AsyncLocalStorage<Path>();
  #watched: GraphQLSchema | null = null;

  constructor(schema: GraphQLSchema, clock: Clock, items: ItemCounter) {
    this.#schema = schema;
    this.#clock = clock;
    this.#items = items;
  }

  /**
   * The stale parts of an operation's result in this context; empty if there were no stand-ins. Also empty for a mutation, which must not
   * run again, and if the limit on items was exceeded: nothing of that answer is returned, and a second run would have no limit. Never
   * rejects.
   */
  async of(operation: RunOperation, context: Context): Promise<readonly StalePart[]> {
    const { reads } = context;
    if (reads.standIns.size === 0 || this.#items.isExceeded(context)) return [];
    if (
      getOperationAST(operation.document, operation.operationName)?.operation === OperationTypeNode.MUTATION
    )
      return [];
    const found = new Map<string, StalePart>();
    const placed = new Set<Entry>();
    reads.onStandIn = (entry) => {
      const at = this.#at.getStore();
      if (!at) return;
      placed.add(entry);
      this.#note(found, entry, pathOf(at));
    };
    await this.#runAgain(operation, context);
    // What was read other than by a field's own resolver must be reported as well.
    for (const entry of reads.standIns) if (!placed.has(entry)) this.#note(found, entry, []);
    return [...found.values()];
  }

  #note(found: Map<string, StalePart>, { tags, bornAt }: Entry, path: StalePart['path']): void {
    const system = systemIn(tags);
    const key = JSON.stringify([system, path]);
    const ageSeconds = Math.floor((this.#clock.now() - bornAt) / 1_000);
    if ((found.get(key)?.ageSeconds ?? -1) < ageSeconds) found.set(key, { path, system, ageSeconds });
  }

  /** Any error has already occurred in the first run, and was reported. */
  async #runAgain(
    { document, operationName, variables, root }: RunOperation,
    context: Context,
  ): Promise<void> {
    try {
      this.#watched ??= this.#watch();
      await execute({
        schema: this.#watched,
        document,
        rootValue: root,
        contextValue: context,
        variableValues: variables,
        operationName,
      });
    } catch {
      // Stale values that could not be located are reported without a path.
    }
  }

  /** A schema with types of its own, in which each field records its path. */
  #watch(): GraphQLSchema {
    const schema = lexicographicSortSchema(this.#schema);
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields()))
        this.#watchField(field as GraphQLField<unknown, Context>);
    }
    return schema;
  }

  #watchField(field: GraphQLField<unknown, Context>): void {
    // The guard stays: nothing must be reported that the answer does not show.
    const resolve = withoutItemLimit(field);
    const isOwn = recordFieldOf(originalOf(field) ?? resolve) !== undefined;
    field.resolve = (source, args: Record<string, unknown>, context, info) =>
      this.#at.run(isOwn ? (info.path.prev ?? info.path) : info.path, () =>
        resolve(source, args, context, info),
      );
  }
}

function pathOf(path: Path): readonly (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.prev) keys.unshift(at.key);
  return keys;
}
