import { randomUUID } from 'node:crypto';
import type { Dice } from '../dice.ts';
import { post } from '../exchange.ts';
import { orderOf, PLACE_BRIEFLY } from '../ordering.ts';
import type { Answer } from '../product.ts';
import { QUERIES } from '../queries.ts';
import { openRaw } from '../raw-streams.ts';
import { STREAMS } from '../streams.ts';
import type { Operation, Credentials } from '../transports.ts';

/** What callers share, and how they report wrong answers. */
export interface World {
  readonly url: string;
  readonly truth: string;
  readonly clerk: Credentials;
  readonly dice: Dice;
  /** The id of an order that is in no cache yet. */
  readonly nextOrder: () => string;
  /** Customers that callers change; a caller takes one out while changing it. */
  readonly customers: string[];
  /** The first answers to queries whose answer never changes. */
  readonly first: Map<string, string>;
  /** Reports a wrong answer. */
  readonly wrong: (what: string) => void;
}

/** A kind of request; `ask` sends one and gives the codes of its errors. */
export interface Kind {
  readonly name: string;
  /** Its relative frequency. */
  readonly weight: number;
  readonly ask: (world: World) => Promise<readonly string[]>;
}

/** More than the time limit of an operation. */
const MAX_WAIT_MS = 20_000;
const STAY_MS = 300;
const COMPARED_PERCENT = 20;

const COLD = `query ($id: ID!) {
  order(id: $id) {
    status total { amount } customer { name kind }
    lines { quantity product { name number } } invoice { status total { amount } }
  }
}`;
const CACHED = [
  '{ order(id: "order:43697") { total { amount } customer { name } lines { quantity product { name } } } }',
  '{ products(first: 20, filter: { search: "Road" }) { nodes { number name listPrice { amount } } } }',
  '{ categories { name children { name } } territories { name countryCode } }',
  '{ orders(first: 30) { nodes { id orderedOn } } }',
] as const;
const UPDATE = `mutation ($id: ID!, $phone: String, $key: String) {
  customerUpdate(id: $id, input: { phone: $phone }, idempotencyKey: $key) { customer { phone } userErrors { code } }
}`;
const LIVE = 'query @live(throttle: 0) { customer(id: "customer:29485") { name phone } }';
const EVENTS = 'subscription { changes { cursor entityId } }';

/** All kinds; the first sends uncached requests. */
export const KINDS: readonly [Kind, ...Kind[]] = [
  { name: 'cold', weight: 30, ask: cold },
  { name: 'cached', weight: 25, ask: cached },
  { name: 'list or report', weight: 8, ask: listOrReport },
  { name: 'anonymous', weight: 12, ask: anonymous },
  { name: 'bad key', weight: 2, ask: badKey },
  { name: 'batch', weight: 6, ask: batch },
  { name: 'update', weight: 8, ask: update },
  { name: 'order', weight: 2, ask: order },
  { name: 'stream', weight: 7, ask: stream },
];

/** The shared queries for lists and reports. */
const LISTS = Object.values(QUERIES).map(({ query }) => query);

async function askAt(url: string, operation: Operation, credentials: Credentials): Promise<Answer> {
  const { text } = await post(url, operation, credentials, AbortSignal.timeout(MAX_WAIT_MS));
  return JSON.parse(text) as Answer;
}

function codesOf({ errors = [] }: Answer): readonly string[] {
  return errors.map(({ extensions }) => String(extensions['code']));
}

/** Whether an answer is complete, without stale parts. */
function isWhole({ errors, extensions }: Answer): boolean {
  return errors === undefined && extensions?.['provenance'] === undefined;
}

async function cold({ url, truth, clerk, dice, nextOrder, wrong }: World): Promise<readonly string[]> {
  const operation = { query: COLD, variables: { id: nextOrder() } };
  const answer = await askAt(url, operation, clerk);
  if (isWhole(answer) && dice.percent(COMPARED_PERCENT)) {
    const { data } = await askAt(truth, operation, {});
    const result = JSON.stringify(answer.data);
    if (result !== JSON.stringify(data)) wrong(`${operation.variables.id} is ${result}`);
  }
  return codesOf(answer);
}

async function cached({ url, clerk, dice, first, wrong }: World): Promise<readonly string[]> {
  const query = dice.pick(CACHED);
  const answer = await askAt(url, { query }, clerk);
  if (isWhole(answer) && query !== CACHED[3]) {
    const result = JSON.stringify(answer.data);
    if (result !== (first.get(query) ?? result)) wrong(`${query} is ${result} now`);
    first.set(query, result);
  }
  return codesOf(answer);
}

async function listOrReport({ url, clerk, dice }: World): Promise<readonly string[]> {
  return codesOf(await askAt(url, { query: dice.pick(LISTS as [string]) }, clerk));
}

/** A caller without credentials may read the catalogue, but no customer's name. */
async function anonymous({ url, wrong }: World): Promise<readonly string[]> {
  const query = '{ products(first: 5) { nodes { name } } customer(id: "customer:29485") { name } }';
  const answer = await askAt(url, { query }, {});
  if (answer.data?.customer?.name) wrong(`an anonymous caller received ${JSON.stringify(answer.data)}`);
  return codesOf(answer).filter((code) => code !== 'UNAUTHENTICATED');
}

async function badKey({ url, wrong }: World): Promise<readonly string[]> {
  const answer = await askAt(url, { query: CACHED[0] }, { 'x-api-key': 'isk_nobody' });
  if (answer.data) wrong('an invalid key was accepted');
  return codesOf(answer).filter((code) => code !== 'UNAUTHENTICATED');
}

async function batch({ url, clerk, nextOrder, wrong }: World): Promise<readonly string[]> {
  const operations = [
    { query: CACHED[0] },
    { query: COLD, variables: { id: nextOrder() } },
    { query: CACHED[2] },
  ];
  const { text } = await post(url, operations, clerk, AbortSignal.timeout(MAX_WAIT_MS));
  const answers = JSON.parse(text) as readonly Answer[] | Answer;
  // The batch was refused as a whole.
  if (!Array.isArray(answers)) return codesOf(answers as Answer);
  if (answers.length !== operations.length) wrong(`a batch had ${answers.length} answers`);
  return (answers as readonly Answer[]).flatMap(codesOf);
}

/** The answer to a change must contain the new value. */
async function update({ url, clerk, dice, customers, wrong }: World): Promise<readonly string[]> {
  const id = customers.shift();
  if (id === undefined) return [];
  try {
    const phone = String(dice.between(1_000_000, 9_999_999));
    const variables = { id, phone, key: randomUUID() };
    const answer = await askAt(url, { query: UPDATE, variables }, clerk);
    const result = answer.data?.customerUpdate?.customer?.phone;
    if (isWhole(answer) && result !== phone)
      wrong(`${id} was set to ${phone} but reported as ${JSON.stringify(result)}`);
    return codesOf(answer);
  } finally {
    customers.push(id);
  }
}

async function order({ url, clerk, dice, wrong }: World): Promise<readonly string[]> {
  const variables = { input: orderOf(11_000 + dice.between(0, 400), 776), key: randomUUID() };
  const answer = await askAt(url, { query: PLACE_BRIEFLY, variables }, clerk);
  const { order: placed, userErrors } = answer.data?.orderPlace ?? {};
  if (isWhole(answer) && !placed && userErrors.length === 0) wrong('an order was neither placed nor refused');
  return codesOf(answer);
}

/** Opens a stream for a moment: a subscription, or a live query until its first answer. */
async function stream({ url, clerk, dice, wrong }: World): Promise<readonly string[]> {
  const by = dice.pick(STREAMS);
  const isLive = dice.percent(50);
  using opened = await openRaw(by, url, { query: isLive ? LIVE : EVENTS }, { ...clerk });
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), isLive ? MAX_WAIT_MS : STAY_MS);
  await Promise.race([late, opened.have(1).catch(() => undefined)]);
  clearTimeout(timer);
  const [result] = opened.results;
  if (isLive && !result) wrong(`a live query by ${by} had no answer`);
  return result ? codesOf(result) : [];
}
