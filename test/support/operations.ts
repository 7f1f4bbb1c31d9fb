import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { Dice } from './dice.ts';
import { literalOf, valueFor } from './operation-values.ts';

/** A random operation, which is nearly always valid. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The maximum depth of nested objects below `Query`; a connection counts as two. */
const MAX_DEPTH = 6;
/** Fields that read all records of a type, which is too slow to do often. */
const SLOW = new Set(['discrepancies', 'salesReport', 'topCustomers']);
/** Fields whose value changes from one query to the next. */
const UNSTEADY = new Set(['cacheStatistics', 'changesCursor']);

/** A random operation over all queries of a schema; the same seed gives the same one. */
export function randomOperation(schema: GraphQLSchema, seed: number): RandomOperation {
  return new Author(schema, new Dice(seed)).write();
}

type Field = GraphQLField<unknown, unknown>;

class Author {
  readonly #schema: GraphQLSchema;
  readonly #dice: Dice;
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  readonly #fragments: string[] = [];
  /** Names of completed fragments, by their type. */
  readonly #usable = new Map<string, string[]>();
  #names = 0;

  constructor(schema: GraphQLSchema, dice: Dice) {
    this.#schema = schema;
    this.#dice = dice;
  }

  write(): RandomOperation {
    const root = this.#schema.getQueryType();
    if (!root) throw new Error('There is no Query.');
    const selection = this.#selection(root, MAX_DEPTH, false);
    const declared = this.#declared.length > 0 ? `(${this.#declared.join(' ')})` : '';
    return {
      query: [`query Q${declared} ${selection}`, ...this.#fragments].join('\n'),
      variables: this.#variables,
    };
  }

  /** A selection set on a type. With `isShared`, others may be merged with it, so that response names must be unique. */
  #selection(type: GraphQLCompositeType, depth: number, isShared: boolean): string {
    const parts: string[] = [];
    if (isAbstractType(type) || this.#dice.percent(8)) parts.push(this.#typename());
    if (isAbstractType(type)) {
      const types = this.#dice.some(this.#schema.getPossibleTypes(type), this.#dice.between(1, 6));
      for (const one of types) parts.push(`... on ${one.name} ${this.#selection(one, depth, true)}`);
      if (this.#dice.percent(60)) parts.push('id');
    } else {
      parts.push(...this.#fieldsOf(type, depth, isShared));
    }
    return `{ ${parts.join(' ')} }`;
  }

  #fieldsOf(type: GraphQLObjectType, depth: number, isShared: boolean): string[] {
    const all = (Object.values(type.getFields()) as Field[]).filter(
      ({ name, type }) => !UNSTEADY.has(name) && (depth > 0 || !isCompositeType(getNamedType(type))),
    );
    const usual = all.filter(({ name }) => !SLOW.has(name) || this.#dice.percent(4));
    const asked = this.#dice.some(usual.length > 0 ? usual : all, this.#dice.between(1, 4));
    const parts = asked.flatMap((field) => this.#field(field, depth, isShared));
    if (parts.length === 0) parts.push(this.#typename());
    return this.#wrapped(type, parts, depth, isShared);
  }

  /** Moves some of the parts into fragments, and adds existing fragments. */
  #wrapped(type: GraphQLObjectType, parts: string[], depth: number, isShared: boolean): string[] {
    const [first = '__typename', ...rest] = parts;
    const known = this.#usable.get(type.name) ?? [];
    if (known.length > 0 && this.#dice.percent(40)) parts.push(`...${known[0] ?? ''}${this.#condition()}`);
    if (this.#dice.percent(10)) return [`...${this.#condition()} { ${first} }`, ...rest];
    if (this.#dice.percent(10)) return [`... on ${type.name}${this.#condition()} { ${first} }`, ...rest];
    if (this.#dice.percent(12) && depth > 0) {
      const name = `F${(this.#names += 1)}`;
      this.#fragments.push(`fragment ${name} on ${type.name} ${this.#selection(type, depth - 1, isShared)}`);
      // Only now that it is complete, so that a fragment never contains itself.
      this.#usable.set(type.name, [...known, name]);
      return [...parts, `...${name}${this.#condition()}`];
    }
    return parts;
  }

  /** A field, or the same field twice with different selections. */
  #field(field: Field, depth: number, isShared: boolean): string[] {
    const named = getNamedType(field.type);
    const given = this.#arguments(field.args, isObjectType(named) ? named.name : 'Order');
    const needsAlias = isShared || given !== '' || field.args.length > 0;
    const alias = needsAlias || this.#dice.percent(10) ? `${field.name}_${(this.#names += 1)}: ` : '';
    const once = () => {
      const selection = isCompositeType(named) ? ` ${this.#selection(named, depth - 1, false)}` : '';
      return `${alias}${field.name}${given}${this.#condition()}${selection}`;
    };
    return this.#dice.percent(8) ? [once(), once()] : [once()];
  }

  #arguments(args: readonly GraphQLArgument[], typeName: string): string {
    const of = typeName.charAt(0).toLowerCase() + typeName.slice(1).replace(/Connection$/, '');
    const given = args.filter(
      ({ name, type, defaultValue }) =>
        (isNonNullType(type) && defaultValue === undefined) || this.#dice.percent(name === 'first' ? 95 : 20),
    );
    const written = given.map((argument) => `${argument.name}: ${this.#value(argument, of)}`);
    return written.length > 0 ? `(${written.join(' ')})` : '';
  }

  #value(argument: GraphQLArgument, of: string): string {
    const value = valueFor(this.#dice, argument, of);
    if (!this.#dice.percent(30)) return literalOf(value, argument.type);
    const isOptional = argument.defaultValue !== undefined && this.#dice.percent(30);
    const type = isOptional ? String(argument.type).replace(/!$/, '') : String(argument.type);
    const name = this.#variable(type);
    // The variable is left out, or null for a non-null type: graphql-js has its own errors for these cases.
    if (isOptional && this.#dice.percent(50)) return name;
    this.#variables[name.slice(1)] = isOptional && this.#dice.percent(20) ? null : value;
    return name;
  }

  #condition(): string {
    if (!this.#dice.percent(8)) return '';
    const directive = this.#dice.pick(['skip', 'include']);
    if (this.#dice.percent(40)) return ` @${directive}(if: ${this.#dice.percent(50)})`;
    const name = this.#variable('Boolean!');
    this.#variables[name.slice(1)] = this.#dice.percent(50);
    return ` @${directive}(if: ${name})`;
  }

  #variable(type: string): string {
    const name = `$v${(this.#names += 1)}`;
    this.#declared.push(`${name}: ${type}`);
    return name;
  }

  #typename(): string {
    return this.#dice.percent(30) ? 'kind_of_it: __typename' : '__typename';
  }
}
