import { getNamedType, isNonNullType, isObjectType, type GraphQLObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { SELF } from '../../resolvers/principal.ts';
import { buildGraph, buildSubgraph, federatedOf } from '../../server/graph.ts';
import { policiesOf } from '../../server/identity/policies.ts';
import type { Requirement } from '../../server/identity/requirement.ts';
import { ruleOf, type Rule } from '../../server/identity/rule.ts';

const schema = buildGraph(domains);
const policies = policiesOf(schema);

interface Guarded {
  readonly name: string;
  readonly parent: GraphQLObjectType;
  readonly given: string;
  readonly isNullable: boolean;
  readonly rule: Rule | null;
}

const fields: readonly Guarded[] = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((parent) =>
    Object.values((parent as GraphQLObjectType).getFields()).map((field) => ({
      name: `${parent.name}.${field.name}`,
      parent: parent as GraphQLObjectType,
      given: getNamedType(field.type).name,
      isNullable: !isNonNullType(field.type),
      rule: ruleOf(policies, parent.name, field),
    })),
  );

const of = (type: string) => fields.filter(({ parent }) => parent.name === type);
const scopesOf = ({ rule }: Guarded) => (rule?.requirement?.choices ?? []).flat(2);
const namesOf = (some: readonly Guarded[]) => some.map(({ name }) => name);

/** Whether every caller who meets `one` also meets `other`. */
function implies(one: Requirement | null, other: Requirement | null): boolean {
  return (other?.choices ?? []).every((sets) =>
    one?.choices.some((held) =>
      held.every((all) => sets.some((set) => set.every((scope) => all.includes(scope)))),
    ),
  );
}

describe('the scopes that the schema requires', () => {
  test('include a write scope, or that of operators, for every mutation', () => {
    const mutations = of('Mutation');
    expect(mutations.length).toBeGreaterThan(15);
    const free = mutations.filter((one) => !scopesOf(one).every((scope) => /:write$|^admin$/.test(scope)));
    expect(namesOf([...free, ...mutations.filter((one) => scopesOf(one).length === 0)])).toEqual([]);
  });

  test('include a finance scope for all finance data, wherever it can be reached', () => {
    const FINANCE =
      /^(Invoice|Payment|Account|Organization|LedgerEntry|ExchangeRate|ReceivablesReport|ProfitAndLossRow)/;
    const finance = fields.filter(
      ({ name, given, parent }) =>
        (FINANCE.test(given) &&
          !/Change$|Payload$|Received$/.test(given) &&
          given !== `${parent.name.replace('Connection', '')}Edge`) ||
        ['Customer.balance', 'Customer.balances'].includes(name),
    );
    const wanted = finance.filter(({ given }) => !/(Status|Edge|Method|RollUp|ValueType)$/.test(given));
    expect(wanted.length).toBeGreaterThan(30);
    expect(
      namesOf(wanted.filter((one) => !scopesOf(one).some((scope) => scope.startsWith('finance:')))),
    ).toEqual([]);
  });

  test('cover every root field except the catalogue', () => {
    const free = of('Query').filter(({ rule }) => rule?.requirement === null || rule === null);
    expect(namesOf(free).toSorted()).toEqual(
      ['categories', 'category', 'node', 'nodes', 'product', 'products'].map((name) => `Query.${name}`),
    );
    expect(namesOf(of('Subscription').filter((one) => scopesOf(one).length === 0))).toEqual([]);
  });

  test('are on nullable fields, or on ones whose parent requires the same', () => {
    const rigid = fields.filter(({ isNullable, rule }) => !isNullable && rule?.requirement);
    const alone = rigid.filter(({ parent, rule }) => {
      const holder = policies.ofType(parent.name.replace(/Edge$/, 'Connection')).requirement;
      return parent.name !== 'Subscription' && !implies(holder, rule?.requirement ?? null);
    });
    expect(namesOf(alone)).toEqual([]);
  });

  test('come with a way to tell the owner wherever customers are granted their own data', () => {
    const granted = fields.filter((one) => scopesOf(one).includes(SELF));
    expect(granted.length).toBeGreaterThan(30);
    const unknown = granted.filter(
      ({ rule }) => rule?.ownedBy === null && rule.ownedParent === null && rule.gives === null,
    );
    // Exchange rates belong to nobody: customers are refused these fields, but get the rate of an order of theirs.
    expect(namesOf(unknown)).toEqual([
      'Query.exchangeRate',
      'ExchangeRateConnection.nodes',
      'ExchangeRateEdge.node',
    ]);
  });

  test('are the same for the fields of each subgraph', () => {
    for (const name of Object.keys(federatedOf(domains))) {
      const subgraph = buildSubgraph(domains, name);
      for (const type of Object.values(subgraph.getTypeMap())) {
        if (!isObjectType(type) || !schema.getType(type.name) || type.name.startsWith('__')) continue;
        for (const field of Object.values(type.getFields())) {
          const known = fields.find((one) => one.name === `${type.name}.${field.name}`);
          if (!known) continue;
          expect([known.name, ruleOf(policiesOf(subgraph), type.name, field)]).toEqual([
            known.name,
            known.rule,
          ]);
        }
      }
    }
  });
});
