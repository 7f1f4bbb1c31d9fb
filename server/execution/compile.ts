import { getVariableValues, type DocumentNode, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import type { ObjectPlan } from './objects.ts';
import { JsonOutput } from './json-output.ts';
import { Planner } from './planner.ts';
import type { Variables } from '../limits/lengths.ts';
import { Run, type Executed, type RunOptions } from './run.ts';
import { scan, type Scanned } from './scan.ts';
import { PlanMemory, type Planned } from './plan-memory.ts';

/** A query that is compiled once and run often. */
export interface CompiledOperation {
  /**
   * Runs it with the variables of the request; `root` is the root value, which queries do not have. It answers only if everything goes
   * well. Null means that it fell back, and the caller must run the operation with graphql-js in the same context, whose loaders hold
   * what was read so far. Never throws and never rejects.
   */
  run(
    context: Context,
    variables: Variables,
    options: RunOptions,
    root?: unknown,
  ): Executed | null | Promise<Executed | null>;
}

/**
 * The plan of a query, or of what a subscription returns for each event, from a document that is valid for this schema. Null if it cannot
 * take the fast path: mutations, introspection, directives other than `@skip` and `@include`, and resolvers that use `info`. `memory` limits
 * all plans that share it, and their templates; by default it is for this operation alone.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  memory = new PlanMemory(),
): CompiledOperation | null {
  const scanned = scan(document, operationName);
  const root = scanned && schema.getRootType(scanned.operation.operation);
  if (!scanned || !root) return null;
  const compiled = new Compiled(schema, root, scanned, memory);
  return scanned.flags.length > 0 || compiled.planFor({}, false) ? compiled : null;
}

class Compiled implements CompiledOperation {
  readonly #schema: GraphQLSchema;
  readonly #root: GraphQLObjectType;
  readonly #scanned: Scanned;
  readonly #memory: PlanMemory;
  readonly #number: number;
  #hasRun = false;

  constructor(schema: GraphQLSchema, root: GraphQLObjectType, scanned: Scanned, memory: PlanMemory) {
    this.#schema = schema;
    this.#root = root;
    this.#scanned = scanned;
    this.#memory = memory;
    this.#number = memory.newOperation();
  }

  run(context: Context, variables: Variables, options: RunOptions, root?: unknown) {
    const isGuarded = options.isGuarded === true;
    const coerced = this.#coerce(variables);
    const plan = coerced && this.planFor(coerced, isGuarded);
    if (!plan) return null;
    // Templates of an operation that runs only once would never be used again.
    const keep = this.#hasRun && options.keepTemplates === true && !isGuarded;
    this.#hasRun = true;
    const run = new Run(context, coerced, options, keep);
    const out = new JsonOutput(run);
    const isDone = run.start(() => plan.write(root, out));
    const answer = (done: boolean) => (done ? executedOf(out, run) : null);
    return typeof isDone === 'boolean' ? answer(isDone) : isDone.then(answer);
  }

  /** The plan for these variables; null if there is none. */
  planFor(variables: Variables, isGuarded: boolean): ObjectPlan | null {
    const flags = this.#scanned.flags.map((name) => [name, variables[name]] as const);
    // A missing flag becomes `undefined`, which cannot collide, because flags are booleans.
    const name = [this.#number, isGuarded, ...flags.map(([, flag]) => flag)].map(String).join();
    const given = () => Object.fromEntries(flags.filter(([, flag]) => flag !== undefined));
    return this.#memory.plan(name, () => this.#planned(given(), isGuarded));
  }

  #planned(flags: Variables, isGuarded: boolean): Planned {
    const { fragments } = this.#scanned;
    const parts = { schema: this.#schema, templates: this.#memory.templates, flags, fragments, isGuarded };
    try {
      return new Planner(parts).plan(this.#scanned.operation, this.#root);
    } catch {
      // graphql-js will hit the same problem and report it.
      return { plan: null, fields: 0 };
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

function executedOf(out: JsonOutput, run: Run): Executed | null {
  try {
    const data = out.toText();
    return run.fits(data) ? { data, policy: run.policy } : null;
  } catch {
    return null; // Longer than text can be.
  }
}
