import { parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { buildGraph } from '../../server/graph.ts';
import { Dice } from '../support/dice.ts';
import { Issuer } from '../support/issuer.ts';
import { randomOperation } from '../support/operations.ts';
import { startProduct, type Product } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { ask, TRANSPORTS, type Operation, type Shown } from '../support/transports.ts';

/** More of them on demand: `TWO_CALLERS_RUNS=10000 TWO_CALLERS_SEED=7`. */
const RUNS = Number(process.env['TWO_CALLERS_RUNS'] ?? 240);
const SEED = Number(process.env['TWO_CALLERS_SEED'] ?? 11_176);
const MINUTE = 60_000;

/** Two customers with many orders each. */
const IDS = ['11176', '11331'] as const;

let issuer: Issuer;
let redis: RedisServer;
let product: Product;
/** What is of each of them alone: values of fields that are nobody else's. */
let own: readonly ReadonlySet<string>[];
let operator: Shown;
let customers: readonly Shown[];
beforeAll(async () => {
  issuer = await Issuer.start();
  redis = await RedisServer.start();
  product = await startProduct({ ...issuer.settings, CACHE: 'on', REDIS_URL: redis.url });
  operator = await issuer.as(
    'customers:read orders:read finance:read stock:read suppliers:read reports:read changes:read',
  );
  customers = await Promise.all(IDS.map((id) => issuer.customer(id)));
  const values = await Promise.all(IDS.map(valuesOf));
  own = values.map((mine, index) => mine.difference(values[1 - index] ?? new Set()));
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

/** Ids, names, addresses and the like of a customer, with all orders, invoices and payments. */
async function valuesOf(id: string): Promise<Set<string>> {
  const query = `{ customer(id: "customer:${id}") {
    id name email phone accountNumber
    orders(first: 100) { nodes { id } } invoices(first: 100) { nodes { id } } payments(first: 100) { nodes { id reference } }
  } }`;
  const { data, errors } = await ask('http', product.url, { query }, operator);
  expect(errors).toBeUndefined();
  return new Set(leavesOf(data).filter((value) => value.length > 5));
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

/** An operation by chance in which ids that are asked for are mostly of one of the two. */
function operationFor(schema: ReturnType<typeof buildGraph>, seed: number): Operation {
  const { query, variables } = randomOperation(schema, seed);
  const dice = new Dice(seed);
  const all = own.map((values) => [...values]);
  const aimed = (text: string) =>
    text.replaceAll(/\b(customer|order|invoice|payment):[\w-]+/g, (found, kind: string) => {
      const fitting = all.flat().filter((value) => value.startsWith(`${kind}:`));
      return dice.percent(85) && fitting.length > 0 ? dice.pick(fitting as [string]) : found;
    });
  return {
    query: aimed(query),
    variables: JSON.parse(aimed(JSON.stringify(variables))) as Record<string, unknown>,
  };
}

test(
  `of two customers, each of whom asks what the other has just been given, none sees a value of the other`,
  async () => {
    const schema = buildGraph(domains);
    const seen = { operations: 0, own: 0, operator: 0, refused: 0 };
    for (let run = 0; run < RUNS; run += 1) {
      const operation = operationFor(schema, SEED + run);
      if (validate(schema, parse(operation.query)).length > 0) continue;
      seen.operations += 1;
      const by = TRANSPORTS[run % TRANSPORTS.length] ?? 'http';
      // What an operator is given is kept, by which the others must not come to it.
      const given = leavesOf((await ask(by, product.url, operation, operator)).data);
      seen.operator += Number(own.some((values) => given.some((value) => values.has(value))));
      const answers = await Promise.all(customers.map((shown) => ask(by, product.url, operation, shown)));
      answers.forEach(({ data, errors = [] }, index) => {
        // Errors quote what was asked, and nothing else.
        const leaves = leavesOf(data);
        const foreign = leaves.filter((value) => own[1 - index]?.has(value));
        expect(foreign, `${by}, seed ${SEED + run}: ${operation.query}`).toEqual([]);
        seen.own += Number(leaves.some((value) => own[index]?.has(value)));
        seen.refused += Number(errors.some(({ extensions }) => extensions['code'] === 'FORBIDDEN'));
      });
    }
    console.log(`seed ${SEED}: ${JSON.stringify(seen)} of ${RUNS}, 0 values of the other`);
    expect(seen.operations).toBeGreaterThan(RUNS * 0.8);
    expect(seen.own).toBeGreaterThan(RUNS * 0.05);
    expect(seen.operator).toBeGreaterThan(RUNS * 0.05);
    expect(seen.refused).toBeGreaterThan(RUNS * 0.1);
  },
  120 * MINUTE,
);
