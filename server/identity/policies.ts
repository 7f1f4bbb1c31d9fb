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

/** The policy of one type or field. */
export interface Policy {
  /** What a caller needs for access; null if everybody has access. */
  readonly requirement: Requirement | null;
  /** For a type: whether its objects belong to customers. */
  readonly isOwned: boolean;
  /** For a field: where its arguments name the customer. */
  readonly ownedBy: string | null;
}

/** The names of the directives, which the schema defines; the first two are Apollo Federation's. */
const AUTHENTICATED = 'authenticated';
const REQUIRES_SCOPES = 'requiresScopes';
const OWNED = 'owned';
const OWNED_BY = 'ownedBy';

const NONE: Policy = { requirement: null, isOwned: false, ownedBy: null };

/**
 * The access policies that the directives of all domains define. A domain also returns types of other domains, and a subgraph must honour
 * the policies of their owners. So policies are read from the documents of all domains, whichever of them a schema is made of.
 */
export class Policies {
  readonly #policies = new Map<string, Policy>();

  constructor(documents: readonly DocumentNode[]) {
    for (const { definitions } of documents) for (const definition of definitions) this.#read(definition);
  }

  /** The policy of a type. */
  ofType(name: string): Policy {
    return this.#policies.get(name) ?? NONE;
  }

  /** The policy of a field. */
  ofField(type: string, field: string): Policy {
    return this.#policies.get(`${type}.${field}`) ?? NONE;
  }

  /** The types whose objects belong to customers. */
  get owned(): readonly string[] {
    return [...this.#policies].filter(([, { isOwned }]) => isOwned).map(([name]) => name);
  }

  /** All scopes that are required anywhere, sorted by name. */
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

  /** If several places define a policy, all of them apply. */
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

/** The type of the argument has been validated with the schema. */
function argumentOf({ arguments: args }: ConstDirectiveNode, name: string): unknown {
  const found = args?.find((argument) => argument.name.value === name);
  return found && valueFromASTUntyped(found.value);
}

const known = new WeakMap<GraphQLSchema, Policies>();

/** Records the policies that guard a schema. */
export function setPolicies(schema: GraphQLSchema, policies: Policies): void {
  known.set(schema, policies);
}

/** The policies that guard a schema. Throws if there are none, because the schema would then be open to everybody. */
export function policiesOf(schema: GraphQLSchema): Policies {
  const policies = known.get(schema);
  if (!policies)
    throw new Error('This schema enforces no access rules: build it with buildGraph or buildSubgraph.');
  return policies;
}

/** The scopes that a caller of this schema can have, sorted. */
export function scopesOf(schema: GraphQLSchema): readonly string[] {
  return [...new Set([...policiesOf(schema).scopes, SELF])].toSorted();
}
