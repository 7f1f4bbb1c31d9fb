import {
  getVariableValues,
  GraphQLError,
  Kind,
  specifiedRules,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Config } from '../config.ts';
import { requestRefusal } from '../errors.ts';
import { OperationCost } from './cost.ts';
import { measurer } from './extent.ts';
import { fragmentsOf } from '../graph/fragments.ts';
import { noIntrospection } from './introspection.ts';
import type { Limits } from './limits.ts';
import { mergeCounter } from './merges.ts';

/** As many fields, or pairs of fields, are checked for a cost of 1: that takes about as long as a request for next to nothing. */
const CHECKED_PER_COST = 10;
/** Larger numbers are not reported, because they are meaningless: fragments inside fragments double with every level. */
const MAX_REPORTED = 1_000_000;

/**
 * Validates documents for all transports, both for operations that are answered once and for long-lived ones: first against the limits,
 * which is fast for any document, and only then against the schema, which may be slow. The results are kept with the document.
 */
export class DocumentValidator {
  readonly #schema: GraphQLSchema;
  readonly #config: Pick<Config, 'limits' | 'introspection'>;
  readonly #extents = new WeakMap<DocumentNode, Extent>();
  readonly #faults = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  readonly #costs = new WeakMap<OperationDefinitionNode, OperationCost>();

  constructor(schema: GraphQLSchema, config: Pick<Config, 'limits' | 'introspection'>) {
    this.#schema = schema;
    this.#config = config;
  }

  /** What is wrong with a document, whatever its variables; empty if its operations may run. Each error has a code. */
  faultsOf(document: DocumentNode): readonly GraphQLError[] {
    let faults = this.#faults.get(document);
    if (!faults) this.#faults.set(document, (faults = this.#judge(document)));
    return faults;
  }

  /** What the check of a document costs, whatever it finds, but no more than an operation may, for which each budget suffices; 0 if done. */
  checkCost(document: DocumentNode): number {
    if (this.#faults.has(document)) return 0;
    const cost = 1 + Math.floor(this.#extentOf(document).work / CHECKED_PER_COST);
    return Math.min(cost, this.#config.limits.cost);
  }

  /** The cost of an operation of a document. */
  costOf(document: DocumentNode, operation: OperationDefinitionNode): OperationCost {
    let cost = this.#costs.get(operation);
    if (!cost) {
      cost = new OperationCost(this.#schema, document, operation);
      this.#costs.set(operation, cost);
    }
    return cost;
  }

  /** Why something of this cost must not run; null if it may. */
  costFault(cost: number): GraphQLError | null {
    const { limits } = this.#config;
    if (cost <= limits.cost) return null;
    return refusal(
      `The operation costs ${shown(cost)} by the sizes of its lists; the limit is ${limits.cost}.`,
    );
  }

  /** What is wrong with the variables of an operation that is not run, as graphql-js would report it. */
  variableFaultsOf(
    { variableDefinitions = [] }: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): readonly GraphQLError[] {
    const hideSuggestions = !this.#config.introspection;
    const { errors = [] } = getVariableValues(this.#schema, variableDefinitions, variables, {
      hideSuggestions,
    });
    return errors.map((error) => withCode(error, 'BAD_USER_INPUT'));
  }

  #extentOf(document: DocumentNode): Extent {
    let extent = this.#extents.get(document);
    if (!extent) this.#extents.set(document, (extent = extentOf(document, this.#config.limits)));
    return extent;
  }

  #judge(document: DocumentNode): readonly GraphQLError[] {
    const { fault } = this.#extentOf(document);
    if (fault !== null) return [refusal(fault)];
    const { introspection } = this.#config;
    const rules = introspection ? specifiedRules : [...specifiedRules, noIntrospection];
    const errors = validate(this.#schema, document, rules, { hideSuggestions: !introspection });
    return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  }
}

function refusal(fault: string): GraphQLError {
  return requestRefusal('OPERATION_TOO_LARGE', `${fault} Ask for less at once.`);
}

/** A copy of an error, with a code. */
export function withCode({ message, nodes, extensions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code, ...extensions } });
}

/** Why a document is beyond the limits, null if it is not, and how many fields and pairs of fields there are to validate. */
interface Extent {
  readonly fault: string | null;
  readonly work: number;
}

/** Fragments that no operation uses are measured like operations, because validation compares their fields as well. */
function extentOf(document: DocumentNode, limits: Limits): Extent {
  const fragments = fragmentsOf(document);
  const measure = measurer(fragments);
  const reached = new Set<FragmentDefinitionNode>();
  const most = { fields: limits.fields, pairs: limits.merges, depth: limits.depth };
  const countMerges = mergeCounter(fragments, most, reached);
  let work = 0;

  function faultOf(definition: OperationDefinitionNode | FragmentDefinitionNode): string | null {
    const { selectionSet, directives = [] } = definition;
    const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
    const variables = isOperation ? (definition.variableDefinitions ?? []) : [];
    const extent = measure(selectionSet);
    const merges = countMerges(selectionSet);
    work = merges.fields + merges.pairs;
    return (
      excess('levels of fields', extent.depth, limits.depth) ??
      excess('aliases', extent.aliases, limits.aliases) ??
      excess('fields on the topmost level', extent.rootFields, limits.rootFields) ??
      excess('directives', extent.directives + directives.length, limits.directives) ??
      excess('variables', variables.length, limits.variables) ??
      excess('fields', merges.fields, limits.fields) ??
      excess('pairs of fields to be merged', merges.pairs, limits.merges)
    );
  }

  for (const definition of document.definitions) {
    const fault = definition.kind === Kind.OPERATION_DEFINITION ? faultOf(definition) : null;
    if (fault !== null) return { fault, work: 0 };
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION || reached.has(definition)) continue;
    const fault = faultOf(definition);
    if (fault !== null) return { fault, work: 0 };
  }
  return { fault: null, work };
}

function excess(what: string, found: number, limit: number): string | null {
  return found <= limit ? null : `The operation has ${shown(found)} ${what}; the limit is ${limit}.`;
}

function shown(figure: number): string {
  return figure <= MAX_REPORTED ? String(figure) : `more than ${MAX_REPORTED}`;
}
