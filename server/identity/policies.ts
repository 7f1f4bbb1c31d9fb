import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { SELF } from '../../resolvers/principal.ts';
import { allOf, type Requirement, type ScopeSets } from './requirement.ts';

/** What the schema says of one type or field. */
export interface Policy {
  /** What somebody must have for it; null where everybody may have it. */
  readonly requirement: Requirement | null;
  /** Of a type: whether its objects belong to customers. */
  readonly isOwned: boolean;
  /** Of a field: where its arguments name the customer. */
  readonly ownedBy: string | null;
}

/** The names of the directives, all of them of the schema: the first two are Apollo Federation's. */
const AUTHENTICATED = 'authenticated';
const REQUIRES_SCOPES = 'requiresScopes';
const OWNED = 'owned';
const OWNED_BY = 'ownedBy';

const NONE: Policy = { requirement: null, isOwned: false, ownedBy: null };

/**
 * What the directives of all domains say of who may have what. A domain speaks of another's types as well, and a subgraph must heed what their
 * owner says of them: so these are read from the documents of all, whatever part of them a schema is made of.
 */
export class Policies {
  readonly #policies = new Map<string, Policy>();

  constructor(documents: readonly DocumentNode[]) {
    for (const { definitions } of documents) for (const definition of definitions) this.#read(definition);
  }

  /** What is said of a type. */
  ofType(name: string): Policy {
    return this.#policies.get(name) ?? NONE;
  }

  /** What is said of a field. */
  ofField(type: string, field: string): Policy {
    return this.#policies.get(`${type}.${field}`) ?? NONE;
  }

  /** The types whose objects belong to customers. */
  get owned(): readonly string[] {
    return [...this.#policies].filter(([, { isOwned }]) => isOwned).map(([name]) => name);
  }

  /** The scopes that are asked for anywhere, by name. */
  get scopes(): readonly string[] {
    const sets = [...this.#policies.values()].flatMap(({ requirement }) => requirement?.choices ?? []);
    return [...new Set(sets.flat(2))].toSorted();
  }

  #read(definition: DocumentNode['definitions'][number]): void {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) return;
    const { name } = definition;
    this.#add(name.value, definition.directives);
    if (!('fields' in definition)) return;
    for (const field of definition.fields ?? [])
      this.#add(`${name.value}.${field.name.value}`, field.directives);
  }

  /** All that several places say holds. */
  #add(place: string, directives: readonly ConstDirectiveNode[] = []): void {
    const before = this.#policies.get(place) ?? NONE;
    const requirement = allOf(before.requirement, ...directives.map(requirementIn));
    const isOwned = before.isOwned || directives.some(({ name }) => name.value === OWNED);
    const named = directives.find(({ name }) => name.value === OWNED_BY);
    const ownedBy = named ? (argumentOf(named, 'argument') as string) : before.ownedBy;
    if (requirement || isOwned || ownedBy !== null)
      this.#policies.set(place, { requirement, isOwned, ownedBy });
  }
}

function requirementIn(directive: ConstDirectiveNode): Requirement | null {
  if (directive.name.value === AUTHENTICATED) return { choices: [] };
  if (directive.name.value !== REQUIRES_SCOPES) return null;
  return { choices: [argumentOf(directive, 'scopes') as ScopeSets] };
}

/** Its type has been checked with the schema. */
function argumentOf({ arguments: args }: ConstDirectiveNode, name: string): unknown {
  const found = args?.find((argument) => argument.name.value === name);
  return found && valueFromASTUntyped(found.value);
}

const known = new WeakMap<GraphQLSchema, Policies>();

/** Notes by which policies a schema is guarded. */
export function setPolicies(schema: GraphQLSchema, policies: Policies): void {
  known.set(schema, policies);
}

/** The policies by which a schema is guarded. Throws where it is not: what it holds would be for everybody. */
export function policiesOf(schema: GraphQLSchema): Policies {
  const policies = known.get(schema);
  if (!policies) throw new Error('Nobody guards this schema: build it with buildGraph or buildSubgraph.');
  return policies;
}

/** The scopes that a caller of this schema can have, sorted. */
export function scopesOf(schema: GraphQLSchema): readonly string[] {
  return [...policiesOf(schema).scopes, SELF].toSorted();
}
