import { type GraphQLAbstractType, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { fallBack } from './fallback.ts';
import type { ObjectPlan } from './objects.ts';
import type { TemplateSlot, JsonOutput } from './json-output.ts';

type ResolveType = (value: unknown, context: Context, info: undefined, type: GraphQLAbstractType) => unknown;

/** An object of an interface or a union type. Its concrete type decides how it is written; plans are created for the types that occur. */
export class AbstractPlan implements ObjectPlan, TemplateSlot {
  readonly #schema: GraphQLSchema;
  readonly #type: GraphQLAbstractType;
  readonly #planOf: (type: GraphQLObjectType) => ObjectPlan;
  readonly #plans = new Map<string, ObjectPlan>();

  constructor(
    schema: GraphQLSchema,
    type: GraphQLAbstractType,
    planOf: (type: GraphQLObjectType) => ObjectPlan,
  ) {
    this.#schema = schema;
    this.#type = type;
    this.#planOf = planOf;
  }

  write(value: unknown, out: JsonOutput): void {
    out.slot(this, value);
  }

  fill(value: unknown, out: JsonOutput): void {
    if (value instanceof Error) fallBack();
    const name = this.#typeNameOf(value, out.run.context);
    if (typeof name !== 'string') fallBack();
    let plan = this.#plans.get(name);
    if (plan === undefined) this.#plans.set(name, (plan = this.#planFor(name)));
    plan.write(value, out);
  }

  #typeNameOf(value: unknown, context: Context): unknown {
    const resolve = this.#type.resolveType as ResolveType | null | undefined;
    return resolve
      ? resolve(value, context, undefined, this.#type)
      : (value as { readonly __typename?: unknown }).__typename;
  }

  #planFor(name: string): ObjectPlan {
    const type = this.#schema.getType(name);
    if (!isObjectType(type) || !this.#schema.isSubType(this.#type, type)) return fallBack();
    return this.#planOf(type);
  }
}
