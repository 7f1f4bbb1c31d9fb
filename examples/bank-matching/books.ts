import { Decimal } from 'decimal.js';
import { pagesOf, type Graph, type Page } from '../kit/graph.ts';

/** An invoice of which something is owed. */
export interface OpenInvoice {
  /** Global id. */
  readonly id: string;
  readonly order: { readonly id: string } | null;
  readonly customer: {
    readonly id: string;
    readonly name: string | null;
    readonly accountNumber: string | null;
  } | null;
  readonly currency: string;
  /** Exact, with up to four decimal places. */
  readonly outstanding: { readonly amount: string };
}

/** A payment that is in the books. */
export interface Recorded {
  /** The bank's name of the line that it was recorded for. */
  readonly reference: string | null;
  readonly invoice: { readonly id: string } | null;
  readonly amount: { readonly amount: string };
}

/** What became of an invoice. */
export type Status = 'OPEN' | 'PAID' | 'VOIDED';

const OPEN = `query OpenInvoices($after: String) {
  invoices(first: 100, after: $after, filter: { status: OPEN }, orderBy: { field: ID, direction: ASC }) {
    nodes { id order { id } customer { id name accountNumber } currency outstanding { amount } } pageInfo { hasNextPage endCursor }
  }
}`;

const STATUSES = `query Statuses($ids: [ID!]!) {
  nodes(ids: $ids) { id ... on Invoice { status } ... on Order { invoices { status } } }
}`;

/** How many ids the graph takes at once. */
const MANY = 100;

/** All invoices of which something is owed. */
export async function openInvoices(graph: Graph): Promise<OpenInvoice[]> {
  const pages = pagesOf(graph, OPEN, (data) => (data as { invoices: Page<OpenInvoice> }).invoices);
  return (await Array.fromAsync(pages)).flat();
}

/** All payments that were received from one day to another. */
export async function recordedPayments(graph: Graph, from: string, to: string): Promise<Recorded[]> {
  const query = `query Recorded($after: String) {
    payments(first: 100, after: $after, filter: { received: { from: "${from}", to: "${to}" } }) {
      nodes { reference invoice { id } amount { amount } } pageInfo { hasNextPage endCursor }
    }
  }`;
  const pages = pagesOf(graph, query, (data) => (data as { payments: Page<Recorded> }).payments);
  return (await Array.fromAsync(pages)).flat();
}

/** What became of invoices, or of the invoices of orders, by global id; those that are not there are left out. */
export async function statusesOf(
  graph: Graph,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Status | undefined>> {
  const statuses = new Map<string, Status | undefined>();
  for (let at = 0; at < ids.length; at += MANY) {
    const { nodes } = (await graph.ask(STATUSES, { ids: ids.slice(at, at + MANY) })) as {
      nodes: readonly ({ id: string; status?: Status; invoices?: readonly { status: Status }[] } | null)[];
    };
    for (const node of nodes) if (node) statuses.set(node.id, node.status ?? node.invoices?.at(0)?.status);
  }
  return statuses;
}

/** What a bank transfers of an amount: it knows no fractions of a cent. */
export function toCents(amount: string | Decimal): Decimal {
  return new Decimal(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}
