import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  typeFromAST,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type TypeNode,
} from 'graphql';
import type { Variables } from '../limits/lengths.ts';

/** A variable that may contain something deprecated. */
interface InspectedVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
}

const NONE: readonly never[] = [];

/**
 * Finds the deprecated input fields and enum values in the variables of operations. It only inspects variables whose types contain any,
 * which is determined once for each parsed document; if the schema has none, nothing is inspected.
 */
export class DeprecatedInputs {
  readonly #schema: GraphQLSchema;
  /** The input types that contain something deprecated, at any depth. */
  readonly #types: ReadonlySet<GraphQLNamedType>;
  readonly #inspected = new WeakMap<DocumentNode, Map<string | null, readonly InspectedVariable[]>>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    this.#types = typesWithDeprecations(schema);
  }

  /** Their coordinates, without duplicates, in alphabetical order. `variables` are as the client sent them. */
  in(document: DocumentNode, name: string | null, variables: Variables): readonly string[] {
    if (this.#types.size === 0) return NONE;
    const inspected = this.#findInspected(document, name);
    if (inspected.length === 0) return NONE;
    const found = new Set<string>();
    for (const variable of inspected) this.#inspect(variables[variable.name], variable.type, found);
    return [...found].sort();
  }

  #findInspected(document: DocumentNode, name: string | null): readonly InspectedVariable[] {
    let named = this.#inspected.get(document);
    if (!named)
      this.#inspected.set(document, (named = new Map<string | null, readonly InspectedVariable[]>()));
    let telling = named.get(name);
    if (!telling) named.set(name, (telling = this.#variablesOf(document, name)));
    return telling;
  }

  #variablesOf({ definitions }: DocumentNode, name: string | null): readonly InspectedVariable[] {
    return definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
      if ((definition.name?.value ?? null) !== name) return [];
      return (definition.variableDefinitions ?? []).flatMap(({ variable, type: node }) => {
        const type = this.#typeOf(node);
        return type && this.#types.has(getNamedType(type)) ? [{ name: variable.name.value, type }] : [];
      });
    });
  }

  #typeOf(node: TypeNode): GraphQLInputType | null {
    const type = typeFromAST(this.#schema, node);
    return isInputType(type) ? type : null;
  }

  /**
   * A single value may stand for a list of one (GraphQL, "Input Coercion" of lists). Values that do not fit the type are refused elsewhere.
   */
  #inspect(value: unknown, type: GraphQLInputType, found: Set<string>): void {
    if (isNonNullType(type)) this.#inspect(value, type.ofType, found);
    else if (isListType(type)) {
      for (const item of Array.isArray(value) ? value : [value]) this.#inspect(item, type.ofType, found);
    } else if (!this.#types.has(type)) return;
    else if (isEnumType(type)) {
      const named = typeof value === 'string' ? type.getValue(value) : null;
      if (named?.deprecationReason) found.add(`${type.name}.${named.name}`);
    } else if (isInputObjectType(type) && typeof value === 'object' && value !== null) {
      for (const field of Object.values(type.getFields())) {
        if (!Object.hasOwn(value, field.name)) continue;
        if (field.deprecationReason) found.add(`${type.name}.${field.name}`);
        this.#inspect((value as Variables)[field.name], field.type, found);
      }
    }
  }
}

/** Types may contain each other as fields, so repeat until nothing more is found. */
function typesWithDeprecations(schema: GraphQLSchema): ReadonlySet<GraphQLNamedType> {
  const found = new Set<GraphQLNamedType>();
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const type of Object.values(schema.getTypeMap()))
      if (isOrContainsDeprecated(type, found)) found.add(type);
  }
  return found;
}

function isOrContainsDeprecated(type: GraphQLNamedType, known: ReadonlySet<GraphQLNamedType>): boolean {
  if (isEnumType(type)) return type.getValues().some(({ deprecationReason }) => deprecationReason);
  if (!isInputObjectType(type)) return false;
  return Object.values(type.getFields()).some(
    ({ deprecationReason, type: inner }) => deprecationReason || known.has(getNamedType(inner)),
  );
}
