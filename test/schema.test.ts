import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  parse,
  printType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type TypeDefinitionNode,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Domain } from '../resolvers/domain.ts';
import * as domains from '../resolvers/domains.ts';
import { toGlobalId } from '../resolvers/global-id.ts';
import { buildGraph, systemsOf } from '../server/graph.ts';

const schema = buildGraph(domains);
const owned: Readonly<Record<string, Domain>> = domains;
const types = typesOf(schema);
const objects = types.filter(isObjectType);
const entities = objects.filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'));
const connections = objects.filter(({ name }) => name.endsWith('Connection'));
const namesOf = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name).sort();

function typesOf(of: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(of.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}

/** Every part of a type, named like `Customer.orders(first)`, with its description. */
function* partsOf(type: GraphQLNamedType): Generator<[string, string | null | undefined]> {
  yield [type.name, type.description];
  if (isEnumType(type)) {
    for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  }
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields()))
      yield [`${type.name}.${field.name}`, field.description];
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
      for (const { name, description } of field.args)
        yield [`${type.name}.${field.name}(${name})`, description];
    }
  }
}

describe('every part of the schema', () => {
  test('has a description that ends like a sentence', () => {
    const parts = types.flatMap((type) => [...partsOf(type)]);
    expect(parts.length).toBeGreaterThan(500);
    expect(parts.filter(([, said]) => !said?.trim()).map(([name]) => name)).toEqual([]);
    expect(
      parts.filter(([, said]) => !/[.:?][`")]*$/.test(said?.trim() ?? '')).map(([name]) => name),
    ).toEqual([]);
  });

  test('is introduced by what the graph is and where to begin', () => {
    const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
    const [, begin = ''] = /\*\*Begin\*\* ([^.]+)/.exec(schema.description ?? '') ?? [];
    const named = [...begin.matchAll(/`([a-z]\w+)`/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(2);
    expect(fields).toEqual(expect.arrayContaining(named));
  });

  test('has a description if it is a directive', () => {
    expect(schema.getDirectives().filter(({ description }) => !description)).toEqual([]);
  });

  test('matches the committed schema.graphql', () => {
    const committed = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));
    // Directives are for routers; clients see only types.
    const print = (of: GraphQLSchema) =>
      typesOf(lexicographicSortSchema(of))
        .filter(({ name }) => name !== '_FieldSet')
        .map(printType);
    expect(print(committed)).toEqual(print(schema));
  });
});

describe('an entity', () => {
  test('is owned by one domain', () => {
    const owners = Object.values(owned).flatMap((domain) => Object.keys(domain.entities));
    expect(owners.sort()).toEqual(namesOf(entities));
  });

  test.each(entities.map((type) => [type.name, type] as const))(
    '%s has a global id and a key',
    (name, type) => {
      const nodes = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
      const keys = nodes.filter((directive) => directive.name.value === 'key');
      expect(
        keys.map((key) => key.arguments?.map(({ value }) => 'value' in value && value.value)),
      ).toContainEqual(['id']);
      const { id } = type.getFields();
      expect(String(id?.type)).toBe('ID!');
      expect(id?.description).toContain(`\`${toGlobalId(name, '')}`);
    },
  );

  test('has no non-null field except its id, as a system may be down', () => {
    const fields = entities.flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ type, field })),
    );
    const rigid = fields.filter(({ field }) => field.name !== 'id' && isNonNullType(field.type));
    expect(rigid.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
  });

  test('has a key wherever a domain defines or extends it', () => {
    const missing = documents().flatMap(({ file, definitions }) =>
      definitions
        .filter(({ name }) => namesOf(entities).includes(name.value))
        .filter(({ directives }) => !directives?.some((directive) => directive.name.value === 'key'))
        .map(({ name }) => `${file}: ${name.value}`),
    );
    expect(missing).toEqual([]);
  });
});

/** The schema files with their type definitions. */
function documents() {
  const folder = new URL('../schema/', import.meta.url);
  return readdirSync(folder).map((file) => ({
    file,
    definitions: parse(readFileSync(new URL(file, folder), 'utf8')).definitions.filter(
      (definition): definition is TypeDefinitionNode => 'name' in definition,
    ),
  }));
}

describe('a connection', () => {
  test.each(connections.map((type) => [type.name, type] as const))(
    '%s has the same shape as all others',
    (name, type) => {
      const item = name.replace(/Connection$/, '');
      const shape = (of: GraphQLNamedType | undefined) =>
        isObjectType(of)
          ? Object.fromEntries(Object.values(of.getFields()).map((field) => [field.name, String(field.type)]))
          : {};
      expect(shape(type)).toEqual({
        edges: `[${item}Edge!]!`,
        nodes: expect.stringMatching(/^\[\w+!\]!$/),
        pageInfo: 'PageInfo!',
        totalCount: 'Int',
      });
      const node = shape(type)['nodes']?.slice(1, -2) ?? '';
      expect(shape(schema.getType(`${item}Edge`))).toEqual({ cursor: 'String!', node });
    },
  );

  const fields = objects
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
    )
    .filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));

  test.each(fields.map(({ name, field }) => [name, field] as const))(
    '%s takes `first` and `after`, and may be null if it cannot be read',
    (_, { args, type }: GraphQLField<unknown, unknown>) => {
      expect(isNonNullType(type)).toBe(false);
      const [first, after] = ['first', 'after'].map((name) =>
        args.find((argument) => argument.name === name),
      );
      expect([String(first?.type), first?.defaultValue]).toEqual(['Int!', 20]);
      expect(first?.description).toContain('1 to 100');
      expect(String(after?.type)).toBe('String');
    },
  );
});

/** Lists that are not connections, each for a reason. */
const BARE_LISTS: Readonly<Record<string, string>> = {
  accounts: 'reference table of about a hundred rows',
  categories: 'reference table of a few rows',
  deprecatedFieldUsage: 'as many as the schema has deprecated fields',
  locations: 'reference table of a few rows',
  nodes: 'as many as were asked for',
  organizations: 'reference table of a few rows',
  profitAndLoss: 'report: a row an organization and period',
  stockValuation: 'report: a row a location or kind',
  territories: 'reference table of a few rows',
  topCustomers: 'at most a hundred, by `first`',
};

describe('a root field', () => {
  const root = Object.values(schema.getQueryType()?.getFields() ?? {});

  test('is a connection, a single value, or a list that is short for a reason', () => {
    const lists = root.filter(({ type }) => isListType(getNullableType(type)));
    expect(namesOf(lists)).toEqual(Object.keys(BARE_LISTS));
  });

  test('can fail on its own, except `nodes`, whose shape is standard (Global Object Identification)', () => {
    expect(namesOf(root.filter(({ type }) => isNonNullType(type)))).toEqual(['nodes']);
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    expect(namesOf(mutations.filter(({ type }) => isNonNullType(type)))).toEqual([]);
  });

  /** A mutation that changes nothing in the systems: nothing can be refused, and repeating it is harmless. */
  const OF_OPERATORS = ['cacheEvict'];
  /** Mutations that change nothing when they are repeated, or that are meant to have an effect each time. */
  const REPEATABLE = [
    ...['Update', 'Pause', 'Resume', 'Test', 'RotateSecret', 'Delete', 'Replay'].map(
      (what) => `webhook${what}`,
    ),
    ...['apiKeyRotate', 'apiKeyRevoke', 'operationsPublish', 'operationsRemove'],
  ];

  test('that changes data takes an idempotency key and returns userErrors', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const changes = mutations.filter(({ name }) => !OF_OPERATORS.includes(name));
    expect(changes.length).toBe(mutations.length - OF_OPERATORS.length);
    expect(changes.filter(({ name }) => REPEATABLE.includes(name))).toHaveLength(REPEATABLE.length);
    for (const { name, args, type } of changes) {
      const key = args.find((argument) => argument.name === 'idempotencyKey');
      expect([name, String(key?.type)]).toEqual([name, REPEATABLE.includes(name) ? 'undefined' : 'String']);
      const payload = getNamedType(type);
      const { userErrors, ...results } = isObjectType(payload) ? payload.getFields() : {};
      expect([name, String(userErrors?.type)]).toEqual([name, '[UserError!]!']);
      expect(Object.values(results).filter((field) => isNonNullType(field.type))).toEqual([]);
    }
  });
});

/** The domain that owns each type. */
const HOME: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(owned).flatMap(([name, domain]) => Object.keys(domain.entities).map((type) => [type, name])),
);

describe('a field that leads into another domain', () => {
  /** Fields that refer to an entity of another domain than the file that defines them. */
  const ways = documents().flatMap(({ file, definitions }) =>
    definitions.flatMap((definition) => {
      const type = schema.getType(definition.name.value);
      if (!isObjectType(type) || !('fields' in definition)) return [];
      return (definition.fields ?? [])
        .map(({ name }) => type.getFields()[name.value])
        .filter((field) => field !== undefined)
        .filter((field) => isAway(file, getNamedType(field.type).name))
        .map((field) => ({ type, field }));
    }),
  );

  function isAway(file: string, target: string): boolean {
    return HOME[target] !== undefined && `${HOME[target]}.graphql` !== file;
  }

  test('exists more than 20 times', () => {
    expect(ways.length).toBeGreaterThan(20);
    expect(systemsOf(domains).length).toBeGreaterThanOrEqual(4);
  });

  test('can fail without failing its parent', () => {
    // Discrepancies hold references to invoices that are known to exist: no call is made for them.
    const rigid = ways.filter(({ field }) => isNonNullType(field.type)).map(nameOf);
    expect(rigid).toEqual(['Discrepancy.invoices']);
  });

  function nameOf({ type, field }: { type: GraphQLObjectType; field: { name: string } }): string {
    return `${type.name}.${field.name}`;
  }
});

test('a field of an entity without a resolver is refused at the start', () => {
  const fields = { ...domains.customer.resolvers.Customer };
  delete fields.name;
  const customer = { ...domains.customer, resolvers: { ...domains.customer.resolvers, Customer: fields } };
  expect(() => buildGraph({ ...domains, customer })).toThrow(
    'Every field of an entity needs a resolver in resolvers/: Customer.name has none.',
  );
});
