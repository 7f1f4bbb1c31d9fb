import { getVariableValues, type DocumentNode, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import type { ObjectPlan } from './objects.ts';
import { Out } from './out.ts';
import { Planner } from './planner.ts';
import { Run, type Executed, type RunOptions, type Variables } from './run.ts';
import { scan, type Scanned } from './scan.ts';
import { TemplateMemory } from './template.ts';

/** A query that was compiled once, to be run often. */
export interface CompiledOperation {
  /**
   * Runs it with the variables as the request has them; `root` is the value of the root, which queries have none of. It answers only when everything goes well: null says that it stepped
   * aside, and the caller runs the operation the plain way with the same context, whose loaders have what was read by then.
   * Never throws and never rejects.
   */
  run(
    context: Context,
    variables: Variables,
    options: RunOptions,
    root?: unknown,
  ): Executed | null | Promise<Executed | null>;
}

/** What all templates take together, where nobody says otherwise. */
const sharedMemory = new TemplateMemory();

/**
 * The plan of a query, or of what a subscription tells of each event, of a document that is valid by this schema; null where it is none
 * for the short way: mutations, introspection, directives other than `@skip` and `@include`, and resolvers that want `info`.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  memory: TemplateMemory = sharedMemory,
): CompiledOperation | null {
  const scanned = scan(document, operationName);
  const root = scanned && schema.getRootType(scanned.operation.operation);
  if (!scanned || !root) return null;
  const compiled = new Compiled(schema, root, scanned, memory);
  return scanned.flags.length > 0 || compiled.planFor({}) ? compiled : null;
}

/** Settings of flags whose plans are kept: two that are independent of each other. Each takes about as much as the document. */
const MAX_VARIANTS = 4;

class Compiled implements CompiledOperation {
  readonly #schema: GraphQLSchema;
  readonly #root: GraphQLObjectType;
  readonly #scanned: Scanned;
  readonly #memory: TemplateMemory;
  readonly #plans = new Map<string, ObjectPlan | null>();
  #hasRun = false;

  constructor(schema: GraphQLSchema, root: GraphQLObjectType, scanned: Scanned, memory: TemplateMemory) {
    this.#schema = schema;
    this.#root = root;
    this.#scanned = scanned;
    this.#memory = memory;
  }

  run(context: Context, variables: Variables, options: RunOptions, root?: unknown) {
    const coerced = this.#coerce(variables);
    const plan = coerced && this.planFor(coerced);
    if (!plan) return null;
    // What runs once would leave templates that nobody comes back for.
    const keep = this.#hasRun && options.keepTemplates === true;
    this.#hasRun = true;
    const run = new Run(context, coerced, options, keep);
    const out = new Out(run);
    const isDone = run.start(() => plan.write(root, out));
    const answer = (done: boolean) => (done ? executed(out, run) : null);
    return typeof isDone === 'boolean' ? answer(isDone) : isDone.then(answer);
  }

  /** The plan under these variables; null where there is none. */
  planFor(variables: Variables): ObjectPlan | null {
    const flags = this.#scanned.flags.map((name) => [name, variables[name]] as const);
    // Text of a flag that is missing is that of none that is there: flags are booleans.
    const key = flags.map(([, flag]) => String(flag)).join();
    let plan = this.#plans.get(key);
    if (plan !== undefined) return plan;
    if (this.#plans.size >= MAX_VARIANTS) this.#plans.clear();
    plan = this.#planOf(Object.fromEntries(flags.filter(([, flag]) => flag !== undefined)));
    this.#plans.set(key, plan);
    return plan;
  }

  #planOf(flags: Variables): ObjectPlan | null {
    const parts = { schema: this.#schema, memory: this.#memory, flags, fragments: this.#scanned.fragments };
    try {
      return new Planner(parts).plan(this.#scanned.operation, this.#root);
    } catch {
      // Whatever it is, the plain way meets it as well, and tells it.
      return null;
    }
  }

  #coerce(variables: Variables): Variables | null {
    const { variableDefinitions = [] } = this.#scanned.operation;
    if (variableDefinitions.length === 0) return {};
    try {
      return (
        getVariableValues(this.#schema, variableDefinitions, variables, { maxErrors: 1 }).coerced ?? null
      );
    } catch {
      return null;
    }
  }
}

function executed(out: Out, { policy }: Run): Executed | null {
  try {
    return { data: out.toText(), policy };
  } catch {
    return null; // Longer than text can be.
  }
}
