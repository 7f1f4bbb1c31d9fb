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

/** An operation by chance. It is nearly always valid. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Depths of nested objects below `Query`; a connection takes two. */
const MAX_DEPTH = 6;
/** Fields that read all there is of a kind cost too much to be asked for often. */
const SLOW = new Set(['discrepancies', 'salesReport', 'topCustomers']);
/** What counts what was asked, or has happened, is another each time. */
const UNSTEADY = new Set(['cacheStatistics', 'changesCursor']);

/** An operation over all of a schema's queries, the same for the same seed. */
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
  /** Names of fragments that are whole, by the type they are on. */
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

  /** `{ … }` on a type. Where `isAlone` is false, other selections may meet this one, so that names must be its own. */
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

  /** Some of the parts in fragments, and fragments that were written before. */
  #wrapped(type: GraphQLObjectType, parts: string[], depth: number, isShared: boolean): string[] {
    const [first = '__typename', ...rest] = parts;
    const known = this.#usable.get(type.name) ?? [];
    if (known.length > 0 && this.#dice.percent(40)) parts.push(`...${known[0] ?? ''}${this.#condition()}`);
    if (this.#dice.percent(10)) return [`...${this.#condition()} { ${first} }`, ...rest];
    if (this.#dice.percent(10)) return [`... on ${type.name}${this.#condition()} { ${first} }`, ...rest];
    if (this.#dice.percent(12) && depth > 0) {
      const name = `F${(this.#names += 1)}`;
      this.#fragments.push(`fragment ${name} on ${type.name} ${this.#selection(type, depth - 1, isShared)}`);
      // Fragments for the names that only abstract types need would collide elsewhere.
      this.#usable.set(type.name, [...known, name]);
      return [...parts, `...${name}${this.#condition()}`];
    }
    return parts;
  }

  /** A field, or the same twice with other parts of it. */
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
    // Left out, or null where there must be something: graphql-js has words of its own for that.
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
