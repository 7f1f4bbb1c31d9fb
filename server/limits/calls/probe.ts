import {
  getArgumentValues,
  GraphQLError,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { InputError } from '../../../datasources/errors.ts';
import type { Context } from '../../../resolvers/context.ts';
import { dryRunOf } from '../../../resolvers/dry-run.ts';
import { ignoreRejections } from '../../../datasources/maybe-promise.ts';
import { ForbiddenError, UnauthenticatedError } from '../../identity/refusals.ts';
import { originalOf, type Resolver } from '../../graph/wrapped.ts';
import type { Variables } from '../lengths.ts';
import type { ReadRecorder, Steps } from './read-recorder.ts';

/** Two samples that represent all values of their kind. */
export type Pair<T> = readonly [T, T];
/** A field of the schema, as its resolver is called. */
export type Field = GraphQLField<unknown, Context>;
/** The nodes of a field at one place of an operation. */
export type Nodes = readonly [FieldNode, ...FieldNode[]];

/** What a field reads and returns for two sample parents. What is the same for both is the same for all. */
export interface ProbedReads {
  readonly ids: Pair<string>;
  readonly steps: Pair<Steps>;
  readonly values: Pair<unknown>;
}

/** The parents of a field. */
export interface Parents {
  readonly type: GraphQLObjectType;
  readonly samples: () => Pair<unknown>;
}

/** What resolvers are called with. */
export interface ProbeParts {
  readonly schema: GraphQLSchema;
  readonly context: Context;
  readonly recorder: ReadRecorder;
  /** As graphql-js passes them to resolvers. */
  readonly variables: Variables;
  /** Fields whose further reads depend on what they find, such as `Query.discrepancies`. */
  readonly openEnded: Set<string>;
}

/** Ids that systems consider valid but that hardly exist. */
const IDS: Pair<string> = ['999999999999901', '999999999999902'];
const UNKNOWN: Pair<unknown> = [undefined, undefined];

/** Two objects of a type of which only ids are known. */
export function samplesOf({ name }: GraphQLObjectType): Pair<unknown> {
  return [
    { __typename: name, id: IDS[0] },
    { __typename: name, id: IDS[1] },
  ];
}

/** Calls resolvers to find out what they read. In a second walk through the same operation, the results of the first are reused. */
export class ResolverProbe {
  readonly #parts: ProbeParts;
  readonly #results: (ProbedReads | null)[] = [];
  #place = 0;

  constructor(parts: ProbeParts) {
    this.#parts = parts;
  }

  /** Starts another walk. */
  again(): void {
    this.#place = 0;
  }

  /** What the resolver of a field reads and returns; null if it refuses. */
  field(parents: Parents, field: Field, nodes: Nodes): ProbedReads | null {
    return this.#reuse(() => {
      if (dryRunOf(originalOf(field) ?? field)?.isOpenEnded) this.#markOpenEnded(parents, field);
      return this.#ask(parents, field, nodes);
    });
  }

  /** What is read to determine the owner of an object. */
  owner({ name }: GraphQLObjectType): ProbedReads | null {
    const { context, recorder } = this.#parts;
    return this.#reuse(() => {
      const stepsOf = (id: string): Steps => recorder.during(() => void context.ownerOf(name, id));
      return { ids: IDS, steps: [stepsOf(IDS[0]), stepsOf(IDS[1])], values: UNKNOWN };
    });
  }

  /** What a field returns; undefined if it refuses. */
  values(parents: Parents, field: Field, nodes: Nodes): Pair<unknown> {
    return this.#ask(parents, field, nodes)?.values ?? UNKNOWN;
  }

  #reuse(hear: () => ProbedReads | null): ProbedReads | null {
    let heard = this.#results[this.#place];
    if (heard === undefined) this.#results.push((heard = hear()));
    this.#place += 1;
    return heard;
  }

  #ask(parents: Parents, field: Field, nodes: Nodes): ProbedReads | null {
    const samples = parents.samples();
    try {
      const args = getArgumentValues(
        field as GraphQLField<unknown, unknown>,
        nodes[0],
        this.#parts.variables,
      );
      const [one, other] = [this.#run(field, samples[0], args), this.#run(field, samples[1], args)];
      return {
        ids: [idOf(samples[0]), idOf(samples[1])],
        steps: [one.steps, other.steps],
        values: [one.value, other.value],
      };
    } catch (error) {
      if (isRefusal(error)) return null;
      // The resolver cannot do without an answer, so it is unknown what it reads.
      this.#markOpenEnded(parents, field);
      return { ids: ['', ''], steps: [[], []], values: UNKNOWN };
    }
  }

  #run(field: Field, sample: unknown, args: Record<string, unknown>): { steps: Steps; value: unknown } {
    const { schema, context, recorder } = this.#parts;
    // Our own resolvers do not use it (docs/architecture.md); that of `_entities` uses only the schema.
    const info = { schema } as GraphQLResolveInfo & Record<string, unknown>;
    const resolve = field.resolve as Resolver;
    let value: unknown;
    // Even if other steps are run in its place, the resolver runs, so that its guard is applied.
    const steps = recorder.during(() => {
      value = resolve(sample, args, context, info);
    });
    ignoreRejections([value].flat());
    const dryRun = dryRunOf(originalOf(field) ?? field);
    if (!dryRun) return { steps, value };
    const stepped = recorder.during(() => {
      for (const step of dryRun.steps) {
        value = step(sample, args, context);
        ignoreRejections([value].flat());
        recorder.step();
      }
    });
    return { steps: stepped, value };
  }

  #markOpenEnded({ type }: Parents, { name }: Field): void {
    this.#parts.openEnded.add(`${type.name}.${name}`);
  }
}

function idOf(sample: unknown): string {
  const { id } = Object(sample) as { readonly id?: unknown };
  return typeof id === 'string' ? id : '';
}

/** Whether the caller would get this error in place of the field, so that nothing below it is resolved. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof InputError ||
    error instanceof ForbiddenError ||
    error instanceof UnauthenticatedError ||
    error instanceof GraphQLError
  );
}
