import { graphql, parse } from 'graphql';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { expect, test } from 'vitest';
import { guard } from '../../server/identity/guard.ts';
import { Policies } from '../../server/identity/policies.ts';
import { principalOf } from '../../server/identity/principals.ts';

/** A list that requires more than its items do; the product's schema has no such list. */
const TYPES = `
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @owned on OBJECT
  type Query {
    best: [Order!] @requiresScopes(scopes: [["special"], ["customer:self"]])
    count: Int @requiresScopes(scopes: [["special"], ["customer:self"]])
  }
  type Order @requiresScopes(scopes: [["orders"], ["customer:self"]]) @owned { id: ID! }
`;

const schema = makeExecutableSchema({
  typeDefs: TYPES,
  resolvers: { Query: { best: () => [{ id: 'mine' }, { id: 'other' }], count: () => 2 } },
});
guard(schema, new Policies([parse(TYPES)]));

function ask(source: string, scopes: readonly string[]) {
  const principal = principalOf({ name: 'test', scopes, customer: '1', expiresAt: Infinity });
  const ownerOf = (_type: string, id: string) => (id === 'mine' ? '1' : '2');
  return graphql({ schema, source, contextValue: { principal, ownerOf } });
}

test('a field granted only for the customer’s own data stays so even if its type is granted in full', async () => {
  const idsFor = async (...scopes: string[]) => {
    const { data } = await ask('{ best { id } }', scopes);
    return (data?.['best'] as { id: string }[] | null)?.map(({ id }) => id);
  };
  expect(await idsFor('customer:self')).toEqual(['mine']);
  expect(await idsFor('customer:self', 'orders')).toEqual(['mine']);
  expect(await idsFor('special', 'orders')).toEqual(['mine', 'other']);
  expect(await idsFor('special')).toBeUndefined();
});

test('a field that is not tied to a customer is refused if customer:self is all that grants it', async () => {
  const { data, errors } = await ask('{ count }', ['customer:self']);
  expect(data).toEqual({ count: null });
  expect(errors?.[0]?.message).toContain('special');
  expect((await ask('{ count }', ['special'])).data).toEqual({ count: 2 });
});
