import {
  getVariableValues,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import type { SystemSettings } from '../../../datasources/system.ts';
import type { Principal } from '../../../resolvers/principal.ts';
import { fragmentRecordOf } from '../../graph/fragments.ts';
import { Lengths, withDefaults, type Variables } from '../lengths.ts';
import { ResolverProbe } from './probe.ts';
import { dryRunContext, type DryRunParts } from './context.ts';
import { Moments } from './moments.ts';
import { ReadRecorder } from './read-recorder.ts';
import { Tally } from './tally.ts';
import { Walk, type WalkParts } from './walk.ts';

/** The calls to systems that an operation makes. */
export interface CallCounts {
  /** The most calls to each system that is called, by name. */
  readonly calls: Readonly<Record<string, number>>;
  /**
   * The fields that may make more calls than that, depending on what they find, such as `Query.discrepancies`; absent if there are none.
   */
  readonly openEnded?: readonly string[];
}

/** The most fields that a dry run visits, each counted for every type that its parent may have. */
export const MAX_VISITED_FIELDS = 1_000;

/** The most keys that each system accepts in one call. */
export type BatchLimits = readonly (Pick<SystemSettings, 'maxBatch'> & {
  readonly system: { readonly name: string };
})[];

/**
 * Computes the calls to systems that an operation makes, without making any: its resolvers are called, but their reads are not answered.
 * The steps of mutations, which are reported as open-ended, and the sources of subscription events are not called; the reads for their
 * results count.
 */
export class DryRun {
  readonly #schema: GraphQLSchema;
  readonly #parts: DryRunParts;
  readonly #maxBatches: ReadonlyMap<string, number>;

  constructor(schema: GraphQLSchema, parts: DryRunParts, batches: BatchLimits) {
    this.#schema = schema;
    this.#parts = parts;
    this.#maxBatches = new Map(batches.map(({ system, maxBatch }) => [system.name, maxBatch]));
  }

  /**
   * The calls of a valid operation, with variables as the client sent them, assuming that nothing is cached and lists are as long as its
   * cost assumes. Throws TooManyFieldsError if it is too large.
   */
  of(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    principal: Principal,
  ): CallCounts {
    const schema = this.#schema;
    const root = schema.getRootType(operation.operation);
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    if (!root || !coerced) return { calls: {} };
    const fragments = fragmentRecordOf(document);
    const selections = collectFields(schema, fragments, coerced, root, operation.selectionSet);
    const recorder = new ReadRecorder();
    const context = dryRunContext(this.#parts, principal, recorder);
    const openEnded = new Set<string>();
    const asked = { schema, context, recorder, variables: coerced, openEnded };
    const walked = {
      schema,
      fragments,
      variables: coerced,
      lengths: new Lengths(withDefaults(operation, variables)),
      entities: this.#parts.entities,
      readsOwners: principal.customer !== null,
      // Each field is visited in two walks.
      visits: { left: 2 * MAX_VISITED_FIELDS },
    };
    if (operation.operation === OperationTypeNode.MUTATION)
      for (const [node] of selections.values()) if (node) openEnded.add(`${root.name}.${node.name.value}`);
    const isQuery = operation.operation === OperationTypeNode.QUERY;
    // Each mutation starts with nothing read.
    const turns = isQuery ? [selections] : [...selections].map((selection) => new Map([selection]));
    const calls: Record<string, number> = {};
    for (const turn of turns) {
      const parts = { ...walked, probe: new ResolverProbe(asked) };
      for (const [system, own] of this.#countCalls(parts, (walk) => walk.from(root, turn, isQuery)))
        calls[system] = (calls[system] ?? 0) + own;
    }
    return { calls, ...(openEnded.size > 0 ? { openEnded: [...openEnded] } : {}) };
  }

  #countCalls(
    parts: Omit<WalkParts, 'moments' | 'tally'>,
    go: (walk: Walk) => void,
  ): ReadonlyMap<string, number> {
    const moments = new Moments();
    const tally = new Tally(moments, this.#maxBatches);
    go(new Walk({ ...parts, moments, tally }));
    parts.probe.again();
    tally.again();
    go(new Walk({ ...parts, moments, tally }));
    return tally.calls;
  }
}
