import {
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import type { Context } from '../../resolvers/context.ts';
import { isOfReference, recordFieldOf, type RecordField } from '../../resolvers/record-field.ts';
import { isListOfObjects } from '../limits/items.ts';
import { guardOf } from '../identity/guard.ts';
import { originalOf } from '../graph/wrapped.ts';
import { AbstractPlan } from './abstract.ts';
import { argsOf, type FieldArgs } from './args.ts';
import { counting, listOf, nullable, required } from './complete.ts';
import {
  ConstantField,
  RecordValueField,
  PropertyField,
  ReferenceField,
  ResolvedField,
  type Field,
  type Resolve,
} from './fields.ts';
import type { Variables } from '../limits/lengths.ts';
import { fallBack } from './fallback.ts';
import { leaf } from './leaf.ts';
import { EntityPlan, ValuePlan, type ObjectPlan } from './objects.ts';
import type { Complete } from './json-output.ts';
import { bothHints, hintOfField, hintOfType, type Hint } from './policy.ts';
import type { Planned } from './plan-memory.ts';
import { Templates, type TemplateMemory } from './template.ts';

/** The operation has no plan: graphql-js always runs it. */
class NotCompilable extends Error {
  override readonly name = 'NotCompilable';
}

/** Fields of one plan, with fragments expanded at each place. An operation with more would displace the plans of many others. */
const MAX_FIELDS = 2_000;

/** Dependencies of a {@link Planner}. */
export interface PlannerParts {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The variables used by `@skip` and `@include`. */
  readonly flags: Variables;
  readonly templates: TemplateMemory;
  /** Whether it checks what the caller may see. If not, it is only for callers who may see everything it selects. */
  readonly isGuarded: boolean;
}

/** Creates the plan of one operation for one combination of flag values. */
export class Planner {
  readonly #parts: PlannerParts;
  readonly #records = new Map<RecordField['records'], number>();
  #varying = 0;
  #fields = 0;
  /** The number of parts so far that may need loading. */
  #loading = 0;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
  }

  /** The plan of a whole operation. Throws {@link NotCompilable}, and what graphql-js throws on invalid arguments. */
  plan(operation: OperationDefinitionNode, root: GraphQLObjectType): Planned {
    const { schema, fragments, flags } = this.#parts;
    const plan = this.#object(root, collectFields(schema, fragments, flags, root, operation.selectionSet));
    return { plan, fields: this.#fields };
  }

  #object(
    type: GraphQLObjectType,
    selections: ReadonlyMap<string, readonly FieldNode[]>,
    typeHint?: Hint,
  ): ObjectPlan {
    if (type.isTypeOf) throw new NotCompilable(`${type.name} has a check of its own.`);
    let hint = typeHint;
    const fields: Field[] = [];
    for (const [key, nodes] of selections) {
      const { field, hint: ofField } = this.#field(
        type,
        nodes,
        `${fields.length === 0 ? '{' : ','}"${key}":`,
      );
      fields.push(field);
      hint = bothHints(hint, ofField);
    }
    const main = mainOf(fields);
    if (main === undefined) return new ValuePlan(fields, hint);
    return new EntityPlan(fields, main, hint, new Templates(this.#parts.templates));
  }

  #field(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    prefix: string,
  ): { readonly field: Field; readonly hint: Hint | undefined } {
    this.#fields += 1;
    const [node] = nodes;
    if (!node || this.#fields > MAX_FIELDS) throw new NotCompilable('It has too many fields.');
    const name = node.name.value;
    if (name === '__typename') {
      return { field: new ConstantField(`${prefix}"${type.name}"`), hint: undefined };
    }
    const definition = type.getFields()[name] as GraphQLField<unknown, Context> | undefined;
    if (!definition) throw new NotCompilable(`There is no ${type.name}.${name}.`);
    const before = this.#loading;
    const complete = this.#complete(definition.type, nodes);
    const isFlat = this.#loading === before;
    const counted = isListOfObjects(definition) ? counting(complete) : complete;
    const args = argsOf(definition as GraphQLField<unknown, unknown>, node, () => this.#varying++);
    const hint = hintOfField(this.#parts.schema, definition);
    return { field: this.#resolving(definition, prefix, args, counted, isFlat), hint };
  }

  /** Chooses the kind of field by what is known about its resolver. A field with arguments is always a {@link ResolvedField}. */
  #resolving(
    definition: GraphQLField<unknown, Context>,
    prefix: string,
    args: FieldArgs,
    complete: Complete,
    isFlat: boolean,
  ): Field {
    const resolve = originalOf(definition);
    const isBare = definition.args.length === 0;
    if (resolve && resolve.length > 3)
      throw new NotCompilable(
        `The resolver of ${definition.name} uses GraphQLResolveInfo, which plans do not provide.`,
      );
    const guard = this.#parts.isGuarded ? guardOf(definition) : undefined;
    if (guard) {
      this.#loading += 1;
      const guarded = guard(resolve ?? propertyOf(definition.name));
      return new ResolvedField(prefix, guarded as Resolve, args, complete);
    }
    if (!resolve) {
      if (!isBare) throw new NotCompilable(`${definition.name} has arguments and no resolver.`);
      return new PropertyField(prefix, definition.name, complete);
    }
    const own = recordFieldOf(resolve);
    if (own && isBare) {
      this.#loading += 1;
      return new RecordValueField(prefix, this.#recordsOf(own), own, complete, isFlat);
    }
    if (isOfReference(resolve) && isBare) return new ReferenceField(prefix, resolve as Resolve, complete);
    this.#loading += 1;
    return new ResolvedField(prefix, resolve as Resolve, args, complete);
  }

  #recordsOf({ records }: RecordField): number {
    const index = this.#records.get(records) ?? this.#records.size;
    this.#records.set(records, index);
    return index;
  }

  #complete(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    const inner = this.#completeValue(getNullableType(type), nodes);
    return isNonNullType(type) ? required(inner) : nullable(inner);
  }

  #completeValue(
    type: ReturnType<typeof getNullableType<GraphQLOutputType>>,
    nodes: readonly FieldNode[],
  ): Complete {
    if (isListType(type)) return listOf(this.#complete(type.ofType as GraphQLOutputType, nodes));
    if (isObjectType(type)) return writing(this.#object(type, this.#subfields(type, nodes)));
    if (isInterfaceType(type) || isUnionType(type)) return writing(this.#abstract(type, nodes));
    return leaf(type);
  }

  #abstract(type: GraphQLAbstractType, nodes: readonly FieldNode[]): ObjectPlan {
    const { schema } = this.#parts;
    this.#loading += 1;
    const planOf = (concrete: GraphQLObjectType) =>
      this.#object(concrete, this.#subfields(concrete, nodes), hintOfType(schema, concrete));
    const plans = schema.getPossibleTypes(type).map((concrete) => [concrete.name, planOf(concrete)] as const);
    return new AbstractPlan(type, new Map(plans));
  }

  #subfields(type: GraphQLObjectType, nodes: readonly FieldNode[]) {
    const { schema, fragments, flags } = this.#parts;
    return collectSubfields(schema, fragments, flags, type, nodes);
  }
}

/** Reads a property as graphql-js does if there is no resolver; one that is a function falls back. */
function propertyOf(name: string): Resolve {
  return (parent) => {
    const value = (parent as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'function' ? fallBack() : value;
  };
}

function writing(plan: ObjectPlan): Complete {
  return (value, out) => plan.write(value, out);
}

/** The first field of the kind of record that most fields use. */
function mainOf(fields: readonly Field[]): RecordValueField | undefined {
  const own = fields.filter((field) => field instanceof RecordValueField);
  const count = ({ records }: RecordValueField) => own.filter((other) => other.records === records).length;
  return own.toSorted((one, other) => count(other) - count(one))[0];
}
