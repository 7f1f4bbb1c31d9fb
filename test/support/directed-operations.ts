import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Dice } from './dice.ts';
import { IDS, literalOf, valueFor } from './operation-values.ts';

/** The text of an operation before and after a selection on a type. */
interface Path {
  readonly open: string;
  readonly close: string;
}

type Field = GraphQLField<unknown, unknown>;

/** Operations that select every field of every type that a query can reach: one per type, and one per field of `Query`. */
export function directedOperations(schema: GraphQLSchema, dice: Dice): readonly string[] {
  const author = new Author(schema, dice);
  return [...author.paths()].flatMap(([type, { open, close }]) => {
    const fields = fieldsOf(type).map((field) => author.selected(field));
    return type === schema.getQueryType()
      ? fields.map((field) => `${open}${field}${close}`)
      : [`${open}${fields.join(' ')}${close}`];
  });
}

/** The fields that an operation selects, as schema coordinates (`Order.total`). */
export function coordinatesIn(schema: GraphQLSchema, query: string): ReadonlySet<string> {
  const info = new TypeInfo(schema);
  const found = new Set<string>();
  const enter = () => {
    const [parent, field] = [info.getParentType(), info.getFieldDef()];
    if (parent && field && !field.name.startsWith('__')) found.add(`${parent.name}.${field.name}`);
  };
  visit(parse(query), visitWithTypeInfo(info, { Field: { enter } }));
  return found;
}

class Author {
  readonly #schema: GraphQLSchema;
  readonly #dice: Dice;

  constructor(schema: GraphQLSchema, dice: Dice) {
    this.#schema = schema;
    this.#dice = dice;
  }

  /** The shortest path to each type; types with ids are reached by `node`. */
  paths(): ReadonlyMap<GraphQLObjectType, Path> {
    const root = this.#schema.getQueryType();
    if (!root) throw new Error('There is no Query.');
    const paths = new Map<GraphQLObjectType, Path>([[root, { open: '{ ', close: ' }' }]]);
    for (const type of Object.values(this.#schema.getTypeMap())) {
      const ids = IDS[kindOf(type)];
      if (!isObjectType(type) || !ids) continue;
      const open = `{ node(id: "${this.#dice.pick(ids)}") { ... on ${type.name} { `;
      paths.set(type, { open, close: ' } } }' });
    }
    // The loop also visits paths that it adds.
    for (const [type, path] of paths) {
      for (const field of fieldsOf(type)) {
        const named = getNamedType(field.type);
        const to = `${path.open}${field.name}${this.#arguments(field)} { `;
        if (isObjectType(named) && !paths.has(named))
          paths.set(named, { open: to, close: ` }${path.close}` });
        if (!isAbstractType(named)) continue;
        for (const possible of this.#schema.getPossibleTypes(named)) {
          const open = `${to}... on ${possible.name} { `;
          if (!paths.has(possible)) paths.set(possible, { open, close: ` } }${path.close}` });
        }
      }
    }
    return paths;
  }

  /** A field with its required arguments; of an object, only `__typename` and `id` are selected. */
  selected(field: Field): string {
    const named = getNamedType(field.type);
    const hasId = isCompositeType(named) && 'getFields' in named && 'id' in named.getFields();
    const inner = isCompositeType(named) ? ` { __typename${hasId ? ' id' : ''} }` : '';
    return `${field.name}${this.#arguments(field)}${inner}`;
  }

  #arguments({ args, type }: Field): string {
    const named = getNamedType(type);
    const needed = args.filter((one) => isNonNullType(one.type) && one.defaultValue === undefined);
    const given = needed.map(
      (one) => `${one.name}: ${literalOf(valueFor(this.#dice, one, kindOf(named)), one.type)}`,
    );
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }
}

/** The name of a type in {@link IDS}. */
function kindOf({ name }: { readonly name: string }): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function fieldsOf(type: GraphQLObjectType): readonly Field[] {
  return Object.values(type.getFields());
}
