import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { Dice } from '../dice.ts';
import type { Cluster, Member } from './cluster.ts';
import { ALL_WELL, Courier } from './courier.ts';
import { ALL } from './subscriptions.ts';
import { Reader } from './reader.ts';

/** A change, a fault, or an action of the client. `at` is the number of a replica. */
export type Step =
  /** A customer changes; its webhook is lost unless `isNotified`. */
  | { readonly is: 'change'; readonly id: string; readonly isNotified: boolean }
  | { readonly is: 'create' }
  /** The client changes a customer through the graph. */
  | { readonly is: 'write'; readonly id: string; readonly at: number }
  | { readonly is: 'ask'; readonly id: string; readonly at: number }
  | { readonly is: 'cut'; readonly at: number }
  | { readonly is: 'delay'; readonly at: number; readonly ms: number }
  /** Nothing passes between a replica and Redis for `ms` milliseconds. */
  | { readonly is: 'hang'; readonly at: number; readonly ms: number }
  | { readonly is: 'latency'; readonly ms: number }
  | { readonly is: 'restart'; readonly at: number }
  | { readonly is: 'restart redis' }
  | { readonly is: 'wait'; readonly ms: number };

/** The number of customers at the start. */
export const CUSTOMERS = 12;

const id = fc.integer({ min: 1, max: CUSTOMERS }).map(String);
const at = fc.integer({ min: 0, max: 2 });
const of = <Is extends Step['is']>(is: Is) => fc.constant(is);

/** Random sequences of steps. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ is: of('change'), id, isNotified: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ is: of('create') }) },
    { weight: 4, arbitrary: fc.record({ is: of('write'), id, at }) },
    { weight: 8, arbitrary: fc.record({ is: of('ask'), id, at }) },
    { weight: 6, arbitrary: fc.record({ is: of('wait'), ms: fc.integer({ min: 1, max: 60 }) }) },
    { weight: 2, arbitrary: fc.record({ is: of('cut'), at }) },
    { weight: 3, arbitrary: fc.record({ is: of('delay'), at, ms: fc.constantFrom(0, 5, 30, 80) }) },
    { weight: 2, arbitrary: fc.record({ is: of('hang'), at, ms: fc.integer({ min: 50, max: 2_500 }) }) },
    { weight: 2, arbitrary: fc.record({ is: of('latency'), ms: fc.constantFrom(0, 3, 25) }) },
    { weight: 1, arbitrary: fc.record({ is: of('restart'), at }) },
    { weight: 1, arbitrary: fc.record({ is: of('restart redis') }) },
  ),
  { minLength: 20, maxLength: 60, size: 'max' },
);

/** Answers to `CUSTOMER` are cached whole once it has been run; those to `BOTH` are built from cached customers and lists. */
const CUSTOMER = 'query ($id: ID!) { customer(id: $id) { phone } }';
const BOTH = 'query ($id: ID!) { customer(id: $id) { id phone name } customers(first: 1) { totalCount } }';
const WRITE = `mutation ($id: ID!) { customerUpdate(id: $id, input: { phone: "changed" }) { customer { phone } userErrors { code } } }`;

/** A client that subscribes at all replicas, and queries all of them on each event. */
export class Listener implements AsyncDisposable {
  /** The number of queries answered so far. */
  queries = 0;
  /** The number of events received so far. */
  events = 0;
  /** How often a replica was restarted. */
  restarts = 0;
  /** Descriptions of answers older than what the client knew when it sent the query. */
  readonly stale: string[] = [];
  readonly #cluster: Cluster;
  readonly #courier: Courier;
  readonly #readers: readonly Reader[];
  /** The newest known version of each customer. */
  readonly #known = new Map<string, number>();
  /** A lower bound of the number of customers. */
  #count = CUSTOMERS;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #restarting = new Set<Member>();
  #turn = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#courier = new Courier(cluster.crm, () => cluster.urls, new Dice(1), ALL_WELL);
    const subscription = { ...ALL, eventIn: (data: never) => this.#receive(ALL.eventIn(data)) };
    this.#readers = cluster.members.map(
      (member) =>
        new Reader({
          by: 'websocket',
          subscription,
          urls: () => (member.url === null ? [] : [member.url]),
          dice: new Dice(1),
          cutMs: null,
          stalls: false,
          credentials: {},
          takesPartial: false,
        }),
    );
  }

  /** Fills the caches of all replicas with all customers. */
  async warmUp(): Promise<void> {
    for (let time = 0; time < 2; time += 1) {
      for (let number = 1; number <= CUSTOMERS; number += 1) await this.askAll(String(number));
    }
  }

  /** Starts these steps one after the other; longer ones continue in the background until the end. */
  async do(all: readonly Step[]): Promise<void> {
    for (const step of all) await this.#do(step);
    await this.settled();
    for (const { proxy } of this.#cluster.members) proxy.delayMs = 0;
  }

  /** Resolves when no step or webhook is pending. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    await this.#courier.settled();
  }

  /** Sends the same query to all replicas at once. */
  async askAll(id: string): Promise<void> {
    await Promise.all(this.#cluster.members.map((member) => this.#ask(member, id)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.stop()));
    await this.settled();
  }

  async #do(step: Step): Promise<void> {
    const { crm, redis } = this.#cluster;
    switch (step.is) {
      case 'change': {
        const row = crm.change(step.id);
        if (step.isNotified) this.#courier.send([row]);
        return;
      }
      case 'create':
        this.#courier.send([crm.change(String(crm.count + 1))]);
        return;
      case 'write':
        this.#begin(this.#write(this.#member(step.at), step.id));
        return;
      case 'ask':
        this.#begin(this.#ask(this.#member(step.at), step.id));
        return;
      case 'cut':
        this.#member(step.at).proxy.cut();
        return;
      case 'delay':
        this.#member(step.at).proxy.delayMs = step.ms;
        return;
      case 'hang':
        this.#begin(this.#hang(this.#member(step.at), step.ms));
        return;
      case 'latency':
        crm.latencyMs = step.ms;
        return;
      case 'restart':
        this.#begin(this.#restart(this.#member(step.at)));
        return;
      case 'restart redis':
        await redis.stop();
        await redis.run();
        return;
      case 'wait':
        await pause(step.ms);
    }
  }

  /** Handles an event: from now on, every replica must know of it. */
  #receive(event: ReturnType<typeof ALL.eventIn>): ReturnType<typeof ALL.eventIn> {
    const row = this.#cluster.crm.rows.find(({ at }) => at === event.at);
    if (!row) throw new Error(`received an event at ${event.at}, which never happened`);
    this.events += 1;
    this.#know(row.id, row.number);
    this.#begin(this.askAll(row.id));
    return event;
  }

  #know(id: string, version: number): void {
    this.#known.set(id, Math.max(this.#known.get(id) ?? 0, version));
    this.#count = Math.max(this.#count, Number(id));
  }

  async #ask(member: Member, id: string): Promise<void> {
    this.#turn += 1;
    const isSimple = this.#turn % 3 > 0;
    const [version, count] = [this.#known.get(id) ?? 0, this.#count];
    const answer = await post(member, isSimple ? CUSTOMER : BOTH, id);
    if (answer === null) return;
    this.queries += 1;
    const { customer, customers } = answer as {
      readonly customer: { readonly phone: string };
      readonly customers?: { readonly totalCount: number };
    };
    if (Number(customer.phone) < version) {
      const at = this.#cluster.members.indexOf(member);
      this.stale.push(`replica ${at}: customer ${id} at ${customer.phone}, but version ${version} was known`);
    }
    if (customers && customers.totalCount < count)
      this.stale.push(`${customers.totalCount} customers, but ${count} are known`);
  }

  /** Makes a change, which the client then knows of. */
  async #write(member: Member, id: string): Promise<void> {
    const before = member.warnings.length;
    const answer = await post(member, WRITE, id);
    if (answer === null) return;
    // Log lines that a process printed before its answer have been read after this.
    await turn();
    // A replica that could not reach the log in time logs this; nothing is promised then.
    if (member.warnings.slice(before).some((line) => line.includes('not known everywhere'))) return;
    const { customerUpdate } = answer as {
      readonly customerUpdate: { readonly customer: { readonly phone: string } };
    };
    this.#know(id, Number(customerUpdate.customer.phone));
    await this.askAll(id);
  }

  async #restart(member: Member): Promise<void> {
    if (this.#restarting.has(member)) return;
    this.#restarting.add(member);
    this.restarts += 1;
    await member.restart();
    this.#restarting.delete(member);
  }

  async #hang({ proxy }: Member, ms: number): Promise<void> {
    proxy.hold();
    await pause(ms);
    proxy.release();
  }

  #member(at: number): Member {
    const member = this.#cluster.members[at];
    if (!member) throw new Error(`there is no replica ${at}`);
    return member;
  }

  #begin(work: Promise<unknown>): void {
    const pending = work.finally(() => this.#pending.delete(pending));
    this.#pending.add(pending);
  }
}

/** The data of the answer; null if the replica is not running, or stopped meanwhile. */
async function post(member: Member, query: string, id: string): Promise<unknown> {
  const { url } = member;
  if (url === null) return null;
  try {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id: `customer:${id}` } }),
    });
    const { data, errors } = (await answer.json()) as { readonly data: unknown; readonly errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  } catch (error) {
    if (member.url === url) throw error;
    return null;
  }
}

/** The result of {@link queryDuringFaults}. */
export interface ListenerReport {
  readonly queries: number;
  /** Events that the client received. */
  readonly events: number;
  /** How often a replica was restarted. */
  readonly restarts: number;
  /** Descriptions of answers older than what the client knew. */
  readonly stale: readonly string[];
}

/** Runs random steps until this many queries were answered, or an answer was stale. */
export async function queryDuringFaults(
  cluster: Cluster,
  queries: number,
  seed: number,
): Promise<ListenerReport> {
  await using listener = new Listener(cluster);
  await listener.warmUp();
  for (let number = 0; listener.queries < queries && listener.stale.length === 0; number += 1) {
    const [all = []] = fc.sample(steps, { numRuns: 1, seed: seed + number });
    await listener.do(all);
  }
  return {
    queries: listener.queries,
    events: listener.events,
    restarts: listener.restarts,
    stale: listener.stale,
  };
}
