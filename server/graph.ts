import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { mergeTypeDefs } from '@graphql-tools/merge';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  GraphQLError,
  isObjectType,
  Kind,
  parse,
  Source,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { later } from '../datasources/maybe-promise.ts';
import type { System } from '../datasources/system.ts';
import { connectionFields } from '../resolvers/connection.ts';
import type { Context } from '../resolvers/context.ts';
import type { Domain } from '../resolvers/domain.ts';
import { fromGlobalId, toGlobalId } from '../resolvers/global-id.ts';
import { markOfReference } from '../resolvers/record-field.ts';
import { guard } from './identity/guard.ts';
import { Policies } from './identity/policies.ts';
import { scalars } from './graph/scalars.ts';
import { noteRefusals } from './operation-state.ts';

/** The domains of a graph by name. */
export type Domains = Readonly<Record<string, Domain>>;

/** Every system used by any domain, without duplicates. */
export function systemsOf(domains: Domains): readonly System<unknown>[] {
  return [...new Set(Object.values(domains).flatMap((domain) => domain.systems))];
}

/** The entities of all domains, by type. */
export function entitiesOf(domains: Domains): Domain['entities'] {
  return Object.assign({}, ...Object.values(domains).map(({ entities }) => entities)) as Domain['entities'];
}

/** The domains served as subgraphs: all except those about the process itself. */
export function federatedOf(domains: Domains): Domains {
  return Object.fromEntries(Object.entries(domains).filter(([, { isOfProcess = false }]) => !isOfProcess));
}

type FieldResolvers = Record<string, Record<string, unknown>>;

const SCHEMA_FOLDER = new URL('../schema/', import.meta.url);

/** Defines `@key` and the other federation directives for a schema that no federation library builds. */
const FEDERATION_DIRECTIVES = parse(`
  """Federation: the fields that identify an entity in every subgraph."""
  directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
  """Federation: a type that several subgraphs resolve in the same way."""
  directive @shareable on OBJECT | FIELD_DEFINITION
  """Federation: the cost of one item that a field returns; by default 1 for objects and 0 for leaves."""
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  """Federation: how many items a field returns, for estimating its cost."""
  directive @listSize(
    assumedSize: Int
    slicingArguments: [String!]
    sizedFields: [String!]
    requireOneSlicingArgument: Boolean = true
  ) on FIELD_DEFINITION
  """Apollo Federation: for callers who are signed in."""
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  """Apollo Federation: for callers who have all scopes of one of these sets."""
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
`);

/** What a reader of the schema sees first, in Markdown. Subgraphs go without: a schema extension cannot have a description. */
const ABOUT = `One graph over the systems of a company, such as its CRM, shop, ERP and accounting system.

**Begin** with a field of \`Query\`: look one thing up by its id (\`customer\`, \`order\`, \`product\`), or page through a list (\`orders\`), and
go on from there across systems, such as from an order to its invoice. \`Mutation\` changes things; what a business rule refuses is in
\`userErrors\`. \`Subscription\` tells what changes, and \`@live\` keeps the answer of a query current.

**Ids** are global: \`order:43697\` says of which type a thing is, and \`node(id:)\` returns it whatever it is. Those of
API keys, webhooks and their deliveries are not, and mean something only where they come from.`;

/** Builds one executable schema of all domains, served by one process. */
export function buildGraph(domains: Domains): GraphQLSchema {
  const documents = sdlOf(domains);
  const typeDefs = mergeTypeDefs([FEDERATION_DIRECTIVES, ...documents.map(withoutSchemaExtensions)]);
  const resolvers = resolversFor(typeDefs, Object.values(domains));
  const schema = makeExecutableSchema({ typeDefs, resolvers: resolvers as never });
  schema.description = ABOUT;
  return withGuards(domains, documents, withOriginalResolvers(schema, resolvers));
}

/**
 * Builds one domain as a Federation 2 subgraph, with `_service` and `_entities`. `_service` reveals the whole schema, so it is available
 * only if introspection is. Throws {@link UnknownDomainError}.
 */
export function buildSubgraph(domains: Domains, name: string, introspection = true): GraphQLSchema {
  const typeDefs = subgraphSdl(domains, name);
  const resolvers = resolversFor(typeDefs, [domainOf(domains, name)]);
  const schema = withOriginalResolvers(
    buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]),
    resolvers,
  );
  const service = schema.getQueryType()?.getFields()['_service'];
  if (service && !introspection) service.resolve = refuseService;
  return withGuards(domains, sdlOf(domains), schema);
}

/**
 * Adds the access rules of all domains to a schema. Throws if the objects of a type belong to customers but its entity does not say to
 * which.
 */
function withGuards(
  domains: Domains,
  documents: readonly DocumentNode[],
  schema: GraphQLSchema,
): GraphQLSchema {
  const policies = new Policies(documents);
  const entities = entitiesOf(domains);
  const unknown = policies.owned.filter((type) => !entities[type]?.ownerOf);
  if (unknown.length > 0)
    throw new Error(`@owned: the entity must say which customer one belongs to: ${unknown.join(', ')}.`);
  guard(schema, policies);
  return schema;
}

function sdlOf(domains: Domains): readonly DocumentNode[] {
  return ['common', ...Object.keys(domains)].map(readSdl);
}

/** The SDL of one subgraph, as composition expects it. Throws {@link UnknownDomainError}. */
export function subgraphSdl(domains: Domains, name: string): DocumentNode {
  domainOf(domains, name);
  return mergeTypeDefs([
    readSdl('common'),
    readSdl(name),
    ...(name === 'node' ? [entityStubs(domains)] : []),
  ]);
}

/** The domain that is the subgraph of this name. Throws {@link UnknownDomainError} if there is none. */
export function domainOf(domains: Domains, name: string): Domain {
  const federated = federatedOf(domains);
  const domain = federated[name];
  if (!domain) throw new UnknownDomainError(name, Object.keys(federated));
  return domain;
}

/** There is no domain of this name; the message lists those that exist. */
export class UnknownDomainError extends Error {
  override readonly name = 'UnknownDomainError';

  constructor(name: string, known: readonly string[]) {
    super(`There is no domain "${name}". There are: ${known.join(', ')}.`);
  }
}

function refuseService(): never {
  const message = 'Introspection is off here, and with it _service. Compose from the schema files instead.';
  throw new GraphQLError(message, { extensions: { code: 'INTROSPECTION_DISABLED' } });
}

function readSdl(name: string): DocumentNode {
  const file = `${name}.graphql`;
  // Named, so that errors in it say where they are.
  return parse(new Source(readFileSync(new URL(file, SCHEMA_FOLDER), 'utf8'), `schema/${file}`));
}

function withoutSchemaExtensions(document: DocumentNode): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION),
  };
}

/** `node` can return any entity, so its subgraph must declare them all. */
function entityStubs(domains: Domains): DocumentNode {
  const names = Object.values(domains).flatMap((domain) => Object.keys(domain.entities));
  return parse(names.map((name) => `type ${name} implements Node @key(fields: "id") { id: ID! }`).join('\n'));
}

/** The fields of an entity without a resolver. An entity is a reference until a resolver loads its record, so they would always be null. */
function unresolvedIn({ name, fields = [] }: ObjectTypeDefinitionNode, resolvers: FieldResolvers): string[] {
  const resolved = resolvers[name.value] ?? {};
  return fields
    .filter((field) => !(field.name.value in resolved))
    .map((field) => `${name.value}.${field.name.value}`);
}

/**
 * The resolvers of the domains, plus those that follow from the shape of a type: ids, references, connections. Throws if a field of
 * an entity has none.
 */
function resolversFor(typeDefs: DocumentNode, domains: readonly Domain[]): FieldResolvers {
  const resolvers: FieldResolvers = {};
  for (const domain of domains) {
    for (const [type, fields] of Object.entries(domain.resolvers)) {
      resolvers[type] = { ...resolvers[type], ...(fields as Record<string, unknown>) };
    }
  }
  if (resolvers['Mutation']) resolvers['Mutation'] = withFreshReads(resolvers['Mutation']);
  const owned = Object.assign({}, ...domains.map((domain) => domain.entities)) as Domain['entities'];
  for (const type of objectTypes(typeDefs)) {
    const name = type.name.value;
    if (name.endsWith('Connection')) resolvers[name] = { ...connectionFields, ...resolvers[name] };
    if (isEntity(type)) resolvers[name] = { ...entityFields(name, owned), ...resolvers[name] };
  }
  const unresolved = objectTypes(typeDefs)
    .filter(isEntity)
    .flatMap((type) => unresolvedIn(type, resolvers));
  if (unresolved.length > 0)
    throw new Error(
      `Every field of an entity needs a resolver in resolvers/: ${unresolved.join(', ')} ${unresolved.length > 1 ? 'have' : 'has'} none.`,
    );
  return {
    ...resolvers,
    ...scalars,
    Node: { __resolveType: (value: { __typename: string }) => value.__typename },
  };
}

/**
 * Mutations run one after the other. Each starts with nothing read, so that none sees data from before the previous one. What they refuse is
 * noted for the log.
 */
function withFreshReads(mutations: Record<string, unknown>): Record<string, unknown> {
  const wrapped = Object.entries(mutations).map(([name, resolve]) => {
    const mutation = resolve as (parent: unknown, args: unknown, context: Context, info: unknown) => unknown;
    const withFreshRead: typeof mutation = (parent, args, context, info) => {
      context.readAnew();
      return later(mutation(parent, args, context, info), (payload) => {
        noteRefusals(context, payload);
        return payload;
      });
    };
    return [name, withFreshRead] as const;
  });
  return Object.fromEntries(wrapped);
}

/**
 * Restores the original resolver functions of fields. graphql-tools binds each of them, and a bound function is a different one, without
 * the properties recorded for the original (resolvers/record-field.ts).
 */
function withOriginalResolvers(schema: GraphQLSchema, resolvers: FieldResolvers): GraphQLSchema {
  for (const [name, fields] of Object.entries(resolvers)) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = fields[field.name];
      if (typeof resolve === 'function') field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  return schema;
}

function entityFields(name: string, owned: Domain['entities']): Record<string, unknown> {
  return {
    id: markOfReference(({ id }: { id: string }) => toGlobalId(name, id)),
    // A representation from another subgraph: the owner checks that the entity exists, others only add their fields.
    __resolveReference: (representation: { id: string }, context: Context) => {
      const found = fromGlobalId(representation.id);
      if (found?.typeName !== name) return null;
      return owned[name] ? owned[name].load(found.id, context) : { id: found.id };
    },
  };
}

function objectTypes(document: DocumentNode): ObjectTypeDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
}

function isEntity(type: ObjectTypeDefinitionNode): boolean {
  return type.directives?.some((directive) => directive.name.value === 'key') ?? false;
}
