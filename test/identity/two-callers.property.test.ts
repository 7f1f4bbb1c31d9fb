import { isObjectType, parse, validate, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { buildGraph } from '../../server/graph.ts';
import { Dice } from '../support/dice.ts';
import { coordinatesIn, directedOperations } from '../support/directed-operations.ts';
import { Issuer } from '../support/issuer.ts';
import { randomOperation } from '../support/operations.ts';
import { startProduct, type Product } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { ask, TRANSPORTS, type Operation, type Credentials, type Transport } from '../support/transports.ts';

/** For more runs: `TWO_CALLERS_RUNS=10000 TWO_CALLERS_SEED=7`. */
const RUNS = Number(process.env['TWO_CALLERS_RUNS'] ?? 240);
const SEED = Number(process.env['TWO_CALLERS_SEED'] ?? 11_176);
const MINUTE = 60_000;

/** Two customers with many orders each. */
const IDS = ['11176', '11331'] as const;

let issuer: Issuer;
let redis: RedisServer;
let product: Product;
/** Values that occur only in the data of each of the two. */
let own: readonly ReadonlySet<string>[];
let operator: Credentials;
let customers: readonly Credentials[];
beforeAll(async () => {
  issuer = await Issuer.start();
  redis = await RedisServer.start();
  product = await startProduct({ ...issuer.settings, CACHE: 'on', REDIS_URL: redis.url });
  operator = await issuer.as(
    'customers:read orders:read finance:read stock:read suppliers:read reports:read changes:read',
  );
  customers = await Promise.all(IDS.map((id) => issuer.customer(id)));
  const values = await Promise.all(IDS.map(valuesOf));
  const publicValues = await catalogue();
  own = values.map((mine, index) => mine.difference(values[1 - index] ?? new Set()).difference(publicValues));
  for (const mine of own) {
    expect([...mine].filter((value) => /^\d{4}-\d\d-\d\d$/.test(value)).length).toBeGreaterThan(3);
    expect([...mine].filter((value) => /^\d+\.\d+$/.test(value)).length).toBeGreaterThan(3);
  }
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

/** Ids, names, addresses, amounts and dates of a customer and of all their orders, invoices and payments. */
async function valuesOf(id: string): Promise<Set<string>> {
  const query = `{ customer(id: "customer:${id}") {
    id name email phone accountNumber since lastOrderedOn addresses { line1 line2 }
    balance { amount } lifetimeValue { amount }
    orders(first: 100) { nodes {
      id orderedOn dueOn shippedOn shippingAddress { line1 line2 } billingAddress { line1 line2 }
      subtotal { amount } tax { amount } freight { amount } total { amount }
      lines { unitPrice { amount } tax { amount } total { amount } }
    } }
    invoices(first: 100) { nodes {
      id issuedOn subtotal { amount } tax { amount } freight { amount } total { amount } paid { amount } outstanding { amount }
    } }
    payments(first: 100) { nodes { id reference receivedOn amount { amount } } }
  } }`;
  const { data, errors } = await ask('http', product.url, { query }, operator);
  expect(errors).toBeUndefined();
  return valuesIn(data);
}

/** Prices and dates in the public catalogue, which may coincide with those of an order or payment. */
async function catalogue(): Promise<Set<string>> {
  const values = new Set<string>();
  let after: string | null = null;
  do {
    const query = `query ($after: String) { products(first: 100, after: $after) {
      nodes { listPrice { amount } sellStart sellEnd reviews { nodes { reviewedOn } } } pageInfo { hasNextPage endCursor }
    } }`;
    const { data } = await ask('http', product.url, { query, variables: { after } }, operator);
    for (const value of valuesIn(data)) values.add(value);
    const { hasNextPage, endCursor } = (data as unknown as Paged).products.pageInfo;
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  return values;
}

interface Paged {
  readonly products: { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } };
}

/** Skips short values, such as small amounts, which may be anybody's. */
function valuesIn(data: unknown): Set<string> {
  return new Set(leavesOf(data).filter((value) => value.length > 5));
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

/** Replaces the ids in a text by fitting ones of `theirs`, each with a probability of `percent`. */
function aimed(text: string, theirs: readonly ReadonlySet<string>[], dice: Dice, percent: number): string {
  const all = theirs.flatMap((values) => [...values]);
  return text.replaceAll(/\b(customer|order|invoice|payment):[\w-]+/g, (found, kind: string) => {
    const fitting = all.filter((value) => value.startsWith(`${kind}:`));
    return dice.percent(percent) && fitting.length > 0 ? dice.pick(fitting as [string]) : found;
  });
}

/** A random operation whose ids mostly belong to one of the two customers. */
function operationFor(schema: GraphQLSchema, seed: number): Operation {
  const { query, variables } = randomOperation(schema, seed);
  const dice = new Dice(seed);
  return {
    query: aimed(query, own, dice, 85),
    variables: JSON.parse(aimed(JSON.stringify(variables), own, dice, 85)) as Record<string, unknown>,
  };
}

/** Counts of operations and their outcomes. */
interface Tally {
  operations: number;
  /** Answers with a customer's own data, operations whose answer to the operator had data of either, and answers with a refusal. */
  own: number;
  operator: number;
  refused: number;
}

/** Runs an operation as the operator and then as both customers, and checks that neither customer gets data of the other. */
async function compareAnswers(
  operation: Operation,
  by: Transport,
  name: string,
  tally: Tally,
): Promise<void> {
  tally.operations += 1;
  // The operator's answer gets cached, and must not reach the customers from there.
  const given = leavesOf((await ask(by, product.url, operation, operator)).data);
  tally.operator += Number(own.some((values) => given.some((value) => values.has(value))));
  const answers = await Promise.all(
    customers.map((credentials) => ask(by, product.url, operation, credentials)),
  );
  answers.forEach(({ data, errors = [] }, index) => {
    // Only the data is checked: errors quote the operation, and nothing else.
    const leaves = leavesOf(data);
    const foreign = leaves.filter((value) => own[1 - index]?.has(value));
    expect(foreign, `${by}, ${name}: ${operation.query}`).toEqual([]);
    tally.own += Number(leaves.some((value) => own[index]?.has(value)));
    tally.refused += Number(errors.some(({ extensions }) => extensions['code'] === 'FORBIDDEN'));
  });
}

const nothing = (): Tally => ({ operations: 0, own: 0, operator: 0, refused: 0 });
const transportOf = (run: number): Transport => TRANSPORTS[run % TRANSPORTS.length] ?? 'http';

test(
  `two customers who run the same random operations never get each other’s data`,
  async () => {
    const schema = buildGraph(domains);
    const tally = nothing();
    for (let run = 0; run < RUNS; run += 1) {
      const operation = operationFor(schema, SEED + run);
      if (validate(schema, parse(operation.query)).length > 0) continue;
      await compareAnswers(operation, transportOf(run), `seed ${SEED + run}`, tally);
    }
    console.log(`seed ${SEED}: ${JSON.stringify(tally)} of ${RUNS}, 0 values of the other`);
    expect(tally.operations).toBeGreaterThan(RUNS * 0.8);
    expect(tally.own).toBeGreaterThan(RUNS * 0.05);
    expect(tally.operator).toBeGreaterThan(RUNS * 0.05);
    expect(tally.refused).toBeGreaterThan(RUNS * 0.1);
  },
  120 * MINUTE,
);

/** Types that no query reaches: the payloads of mutations and events. */
const ELSEWHERE = /^(Mutation|Subscription|\w+Payload|\w+Change|Change|PaymentReceived|UserError)\./;

test(
  'the same holds for every field that a query can reach, with the ids of either',
  async () => {
    const schema = buildGraph(domains);
    const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
    const all = objects
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
      .filter((coordinate) => !coordinate.startsWith('__') && !ELSEWHERE.test(coordinate));
    const asked = new Set<string>();
    const tally = nothing();
    for (const mine of own) {
      const dice = new Dice(SEED);
      for (const query of directedOperations(schema, new Dice(SEED))) {
        const operation = { query: aimed(query, [mine], dice, 100) };
        expect(validate(schema, parse(operation.query)), operation.query).toEqual([]);
        await compareAnswers(operation, transportOf(tally.operations), 'directed', tally);
        for (const coordinate of coordinatesIn(schema, query)) asked.add(coordinate);
      }
    }
    console.log(`${asked.size} fields: ${JSON.stringify(tally)}, 0 values of the other`);
    expect(all.filter((coordinate) => !asked.has(coordinate))).toEqual([]);
    expect(tally.own).toBeGreaterThan(tally.operations * 0.05);
    expect(tally.operator).toBeGreaterThan(tally.operations * 0.03);
  },
  10 * MINUTE,
);
