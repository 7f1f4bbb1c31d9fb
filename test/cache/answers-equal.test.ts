import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster, dataAndErrors, type Cluster, type Member } from '../support/coherence/cluster.ts';
import { QUERIES } from '../support/queries.ts';

/** These queries always read the current state, whatever is cached. */
const AS_IT_IS_NOW = ['discrepancies between shop and ledger'];

let cluster: Cluster;
let member: Member;
beforeAll(async () => {
  cluster = await startCluster(1);
  member = cluster.members[0] ?? cluster.plain;
  // The token for accounting is fetched once.
  await Promise.all(
    [member, cluster.plain].map(({ ask }) => ask('{ invoice(id: "invoice:INV-43697") { status } }')),
  );
});
afterAll(() => cluster[Symbol.asyncDispose]());

const forget = () => member.cache.evict(['@crm', '@commerce', '@erp', '@accounting']);

describe('an answer is the same byte for byte with caches off, cold, warm and hot', () => {
  test.each(Object.entries(QUERIES))('%s', async (name, { query, maxCalls }) => {
    const plain = await cluster.counted(() => cluster.plain.ask(query));
    expect(plain.calls).toBe(maxCalls);
    // The second round is executed by its plan, cold and warm.
    for (const round of ['by the engine', 'by its plan']) {
      await forget();
      const cold = await cluster.counted(() => member.ask(query));
      expect(cold.result, `${round}, cold`).toBe(plain.result);
      expect(cold.calls).toBeLessThanOrEqual(maxCalls);
      for (const heat of ['warm', 'hot']) {
        const warm = await cluster.counted(() => member.ask(query));
        expect(warm.result, `${round}, ${heat}`).toBe(plain.result);
        if (!AS_IT_IS_NOW.includes(name)) expect(warm.calls).toBe(0);
      }
    }
  });

  test('values read for one query are used for another', async () => {
    await forget();
    await member.ask('{ orders(first: 20) { nodes { id status customer { id } } } }');
    const others = '{ orders(first: 20) { nodes { total { amount } orderedOn } } }';
    const other = await cluster.counted(() => member.ask(others));
    expect(other).toEqual({ result: await cluster.plain.ask(others), calls: 0 });
  });
});

test('requests with the same operation and different variables have answers of their own', async () => {
  const query =
    'query ($min: Decimal, $first: Int) { orders(first: $first, filter: { minTotal: $min }) { totalCount } }';
  const raw = async ({ url }: Member, variables: string) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
    return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text();
  };
  const sets = [
    '{"min":null}',
    // JSON has no limit for numbers; JavaScript parses this one as Infinity, and writes that as null.
    '{"min":1e999}',
    '{"min":-1e999}',
    '{"min":"100"}',
    '{"min":100}',
    '{"min":"1000.5"}',
    '{}',
    '{"first":null}',
    '{"other":1e999}',
  ];
  for (let round = 0; round < 3; round += 1) {
    for (const variables of sets) {
      const [own, plain] = await Promise.all([raw(member, variables), raw(cluster.plain, variables)]);
      expect(dataAndErrors(own), variables).toBe(dataAndErrors(plain));
    }
  }
});
