/**
 * Measures the cost of one execution of a query when everything it needs is in memory, for each way to execute it. There is no HTTP and
 * there are no systems: the sources answer synchronously. Usage:
 *
 *   node bench/execution.ts [--runs 3000]
 */
import { parseArgs } from 'node:util';
import { execute, parse, validate } from 'graphql';
import type { Context } from '../resolvers/context.ts';
import * as domains from '../resolvers/domains.ts';
import { compileOperation } from '../server/execution/compile.ts';
import { buildGraph } from '../server/graph.ts';
import { limitItems } from '../server/limits/items.ts';

const QUERY = `{
  orders(first: 50) {
    nodes {
      id
      orderedOn
      customer { name }
      lines { quantity product { name available } }
      invoice { status outstanding { amount } }
    }
  }
}`;
const ORDERS = 50;
const LINES = 3;
const LIMITS = { items: 10_000, answerBytes: 100_000_000 };

const { runs } = parseArgs({ options: { runs: { type: 'string', default: '3000' } } }).values;
const times = Number(runs);

const schema = buildGraph(domains);
limitItems(schema, LIMITS.items);
const document = parse(QUERY);
if (validate(schema, document).length > 0) throw new Error('The query is not valid.');

/** A source whose records are all in memory. */
function records(kind: string, count: number, recordOf: (index: number) => object) {
  const all = Array.from({ length: count }, (_, index) => ({ id: `${kind}${index}`, ...recordOf(index) }));
  const known = new Map(all.map((record) => [record.id, record]));
  const get = (id: string) => known.get(id) ?? null;
  return { all, byId: { peek: get, load: get, want: () => Promise.resolve() } };
}

const customers = records('C', ORDERS, (index) => ({ name: `Customer number ${index}` }));
const products = records('P', ORDERS * LINES, (index) => ({ name: `Product ${index}, "red"` }));
const invoices = records('I', ORDERS, (index) => ({
  status: 'OPEN',
  outstanding: { amount: `${index}.25`, currency: 'USD' },
}));
const orders = records('O', ORDERS, (index) => ({
  orderedOn: '2014-06-30',
  customer: { id: `C${index}` },
  lines: Array.from({ length: LINES }, (_, line) => ({
    quantity: line + 1,
    product: { id: `P${index * LINES + line}` },
  })),
}));
const page = {
  items: orders.all,
  hasNext: false,
  hasPrevious: false,
  cursors: { is: 'listed', cursors: [] },
};
const levels = [{ available: 7 }, { available: 5 }];
const sources: Readonly<Record<string, object>> = {
  crm: { customers },
  commerce: { products, orders: { ...orders, list: () => page } },
  erp: { stock: { perProduct: { peek: () => levels } } },
  accounting: {
    invoices: { ...invoices, perOrder: { peek: (id: string) => [invoices.byId.peek(id.replace('O', 'I'))] } },
  },
};

function newContext(): Context {
  const { signal } = new AbortController();
  const settings = { maxPage: ORDERS };
  return { signal, settings, use: ({ name }: { name: string }) => sources[name] } as unknown as Context;
}

const compiled = compileOperation(schema, document, undefined);
if (!compiled) throw new Error('The query has no plan.');

type Way = () => Promise<string>;
const WAYS: Readonly<Record<string, Way>> = {
  'graphql-js, and JSON.stringify': async () =>
    JSON.stringify((await execute({ schema, document, contextValue: newContext() })).data),
  compiled: async () => (await compiled.run(newContext(), {}, { limits: LIMITS }))?.data ?? '',
  'compiled, with templates': async () =>
    (await compiled.run(newContext(), {}, { limits: LIMITS, keepTemplates: true }))?.data ?? '',
};

/** Microseconds of CPU per run, warm. This includes making the bytes: that is when V8 flattens the concatenated text. */
async function cost(way: Way): Promise<number> {
  for (let run = 0; run < times / 3; run += 1) Buffer.from(await way());
  const before = process.cpuUsage();
  for (let run = 0; run < times; run += 1) Buffer.from(await way());
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

const [expected] = await Promise.all(Object.values(WAYS).map((way) => way()));
if (!expected?.includes('Customer number 49'))
  throw new Error(`Expected customer number 49 in the answer, got: ${expected}`);
for (const [name, way] of Object.entries(WAYS)) {
  if ((await way()) !== expected) throw new Error(`"${name}" returned a different answer.`);
  console.log(`${name.padEnd(32)} ${(await cost(way)).toFixed(0).padStart(6)} µs per run`);
}
