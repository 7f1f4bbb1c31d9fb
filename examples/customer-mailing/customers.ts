import type { Integration } from '../kit/follow.ts';
import { pagesOf, type Graph, type Page } from '../kit/graph.ts';
import { RestError, type Call } from '../kit/rest.ts';
import type { State } from '../kit/state.ts';
import { Addresses } from './addresses.ts';
import { hashOf, LIST, type Member, type NewMember } from './mailing.ts';

/** A customer as the mailing tool should know them. */
export interface Customer {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly territory: { readonly name: string | null } | null;
}

/** A change of a customer. */
export interface CustomerChange {
  readonly cursor: string;
  readonly entityId: string;
  /** The customer's current state; null if it was deleted. */
  readonly node: Customer | null;
}

/** A customer, and the address that should be in the mailing tool: in lower case, null for none. */
interface Wanted {
  readonly id: string;
  readonly email: string | null;
  readonly customer: Customer | null;
}

const FIELDS = 'id name email territory { name }';
// `customerChanged` would do as well; this shows how to subscribe to changes of any type.
const CHANGES = `subscription CustomersToMailing($after: String) {
  changes(filter: { entities: ["Customer"] }, after: $after) { cursor entityId node { ... on Customer { ${FIELDS} } } }
}`;
const ALL = `query AllCustomers($first: Int!, $after: String) {
  customers(first: $first, after: $after) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } }
}`;

/** Applies changes of customers to the mailing tool. */
export function customersToMailing(
  graph: Graph,
  mailing: Call,
  state: State,
  log: (text: string) => void,
): Pick<Integration<CustomerChange>, 'query' | 'takeOver' | 'apply'> {
  const addresses = new Addresses(state);
  const bring = (wanted: readonly Wanted[], pass: number) => {
    state.write(() => {
      for (const { id, email } of wanted) if (email !== null) addresses.add(id, email, pass);
    });
    return bringToMailing(mailing, addresses, wanted);
  };
  const done = (wanted: readonly Wanted[]) => {
    for (const { id, email } of wanted) addresses.keepOnly(id, email);
  };
  const takeOver = async (): Promise<void> => {
    const pass = addresses.pass + 1;
    let [all, without] = [0, 0];
    const bringPage = async (wanted: readonly Wanted[]) => {
      await bring(wanted, pass);
      state.write(() => done(wanted));
    };
    const pages = pagesOf(graph, ALL, (data) => (data as { customers: Page<Customer> }).customers);
    for await (const customers of pages) {
      await bringPage(customers.map((customer) => wantedOf(customer.id, customer)));
      all += customers.length;
      without += customers.filter(({ email }) => email === null).length;
    }
    const gone = addresses.notFoundSince(pass);
    await bringPage(gone.map((id) => wantedOf(id, null)));
    log(`${all} customers, ${without} skipped without an e-mail address, ${gone.length} gone`);
  };
  return {
    query: CHANGES,
    takeOver,
    apply: async (events) => {
      // If a customer changed several times, the last change wins.
      const last = new Map(events.map(({ entityId, node }) => [entityId, node]));
      const wanted = [...last].map(([id, customer]) => wantedOf(id, customer));
      const archived = await bring(wanted, addresses.pass);
      const without = wanted.filter(({ email }) => email === null).length;
      log(`${wanted.length} changed, ${without} skipped without an e-mail address, ${archived} archived`);
      return () => done(wanted);
    },
  };
}

function wantedOf(id: string, customer: Customer | null): Wanted {
  return { id, email: customer?.email?.toLowerCase() ?? null, customer };
}

/** Brings entries into the wanted state, then archives those that no customer has any more; returns how many were archived. Idempotent. */
async function bringToMailing(
  mailing: Call,
  addresses: Addresses,
  wanted: readonly Wanted[],
): Promise<number> {
  const members: NewMember[] = [];
  const left = new Set<string>();
  for (const { id, email, customer } of wanted) {
    const others = addresses.of(id).filter((other) => other !== email);
    for (const other of others) left.add(other);
    if (email === null) continue;
    const merge_fields = { NAME: customer?.name ?? '', TERRITORY: customer?.territory?.name ?? '' };
    members.push({ email_address: email, status_if_new: await statusAfter(mailing, others), merge_fields });
  }
  if (members.length > 0) await mailing('POST', LIST, { members, update_existing: true });
  const [moved, taken] = [new Set(wanted.map(({ id }) => id)), new Set(wanted.map(({ email }) => email))];
  const isFree = (email: string) =>
    !taken.has(email) && addresses.customersAt(email).every((customer) => moved.has(customer));
  const free = [...left].filter(isFree);
  for (const email of free) await archive(mailing, email);
  return free.length;
}

/** A customer who unsubscribed at an earlier address stays unsubscribed at a new one. */
async function statusAfter(mailing: Call, before: readonly string[]): Promise<NewMember['status_if_new']> {
  for (const email of before) {
    const member = (await unlessMissing(mailing('GET', pathOf(email)))) as Member | null;
    if (member?.status === 'unsubscribed') return 'unsubscribed';
  }
  return 'subscribed';
}

async function archive(mailing: Call, email: string): Promise<void> {
  await unlessMissing(mailing('DELETE', pathOf(email)));
}

function pathOf(email: string): string {
  return `${LIST}/members/${hashOf(email)}`;
}

/** Null if the mailing tool has no such entry, because it was never told of it. */
async function unlessMissing(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RestError && error.status === 404) return null;
    throw error;
  }
}
