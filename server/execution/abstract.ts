import type { GraphQLAbstractType } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { fallBack } from './fallback.ts';
import type { ObjectPlan } from './objects.ts';
import type { TemplateSlot, JsonOutput } from './json-output.ts';

type ResolveType = (value: unknown, context: Context, info: undefined, type: GraphQLAbstractType) => unknown;

/** An object of an interface or a union type. Its concrete type decides how it is written. */
export class AbstractPlan implements ObjectPlan, TemplateSlot {
  readonly #type: GraphQLAbstractType;
  readonly #plans: ReadonlyMap<unknown, ObjectPlan>;

  /** `plans` are those of all possible types, by name. */
  constructor(type: GraphQLAbstractType, plans: ReadonlyMap<unknown, ObjectPlan>) {
    this.#type = type;
    this.#plans = plans;
  }

  write(value: unknown, out: JsonOutput): void {
    out.slot(this, value);
  }

  fill(value: unknown, out: JsonOutput): void {
    if (value instanceof Error) fallBack();
    const plan = this.#plans.get(this.#typeNameOf(value, out.run.context)) ?? fallBack();
    plan.write(value, out);
  }

  #typeNameOf(value: unknown, context: Context): unknown {
    const resolve = this.#type.resolveType as ResolveType | null | undefined;
    return resolve
      ? resolve(value, context, undefined, this.#type)
      : (value as { readonly __typename?: unknown }).__typename;
  }
}
