import {
  getNamedType,
  isAbstractType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { Principal } from '../../resolvers/principal.ts';
import { OPEN } from './principals.ts';
import { policiesOf } from './policies.ts';
import { grantOf, type Grant, type Requirement } from './requirement.ts';
import { ruleOf } from './rule.ts';

/** What all fields of a document require together. If all of it is granted, nothing in the answer depends on who the caller is. */
export interface Needs {
  /** Whether nothing is required. */
  readonly areNone: boolean;
  /** How much of it the caller is granted: the least that any of it is. */
  grantTo(principal: Principal): Grant;
  /** The name of the group of callers that may share an answer with this one. */
  rightsOf(principal: Principal): string;
}

/** What requires nothing is the same for everybody. */
const EVERYBODY = 'everybody';

/** Whether an answer shared by this group may be given to anybody, because it requires nothing or the gateway is open. */
export function isForEverybody(rights: string): boolean {
  return rights === EVERYBODY || rights === OPEN.rights;
}

/** What a valid document requires, whatever its variables. Throws if the schema is not guarded. */
export function needsOf(schema: GraphQLSchema, document: DocumentNode): Needs {
  const requirements = [...requirementsIn(schema, document)];
  const areNone = requirements.length === 0;
  return {
    areNone,
    grantTo: (principal) => leastGrant(principal, requirements),
    rightsOf: ({ rights }) => (areNone ? EVERYBODY : rights),
  };
}

/** Every request for a cached answer asks for this. */
function leastGrant(principal: Principal, requirements: readonly Requirement[]): Grant {
  let least: Grant = 'all';
  for (const requirement of requirements) {
    const grant = grantOf(principal, requirement);
    if (grant === 'none') return 'none';
    if (grant === 'own') least = 'own';
  }
  return least;
}

function requirementsIn(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<Requirement> {
  const policies = policiesOf(schema);
  const found = new Map<string, Requirement>();
  const add = (requirement: Requirement | null | undefined) => {
    if (requirement) found.set(JSON.stringify(requirement), requirement);
  };
  const types = new TypeInfo(schema);
  const fields = {
    Field: () => {
      const [parent, field] = [types.getParentType(), types.getFieldDef()];
      if (!parent || !field) return;
      for (const type of concrete(schema, parent)) add(ruleOf(policies, type.name, field)?.requirement);
      const given = getNamedType(field.type);
      if (isAbstractType(given))
        for (const type of concrete(schema, given)) add(policies.ofType(type.name).requirement);
    },
  };
  visit(document, visitWithTypeInfo(types, fields));
  return new Set(found.values());
}

/** The object types that a type stands for. */
function concrete(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}
