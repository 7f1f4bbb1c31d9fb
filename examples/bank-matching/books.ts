import { Decimal } from 'decimal.js';
import { pagesOf, type Graph, type Page } from '../kit/graph.ts';

/** An invoice with an amount outstanding. */
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

/** A payment recorded in the books. */
export interface Recorded {
  /** The bank's reference for the statement line that it was recorded for. */
  readonly reference: string | null;
  readonly invoice: { readonly id: string } | null;
  readonly amount: { readonly amount: string };
}

/** The state of an invoice. */
export type Status = 'OPEN' | 'PAID' | 'VOIDED';

const OPEN = `query OpenInvoices($first: Int!, $after: String) {
  invoices(first: $first, after: $after, filter: { status: OPEN }, orderBy: { field: ID, direction: ASC }) {
    nodes { id order { id } customer { id name accountNumber } currency outstanding { amount } } pageInfo { hasNextPage endCursor }
  }
}`;

const STATUSES = `query Statuses($ids: [ID!]!) {
  nodes(ids: $ids) { id ... on Invoice { status } ... on Order { invoice { status } invoices(first: 1) { nodes { status } } } }
}`;

/** All invoices with an amount outstanding. */
export async function openInvoices(graph: Graph): Promise<OpenInvoice[]> {
  const pages = pagesOf(graph, OPEN, (data) => (data as { invoices: Page<OpenInvoice> }).invoices);
  return (await Array.fromAsync(pages)).flat();
}

/** All payments received from the day `from` to the day `to`. */
export async function recordedPayments(graph: Graph, from: string, to: string): Promise<Recorded[]> {
  const query = `query Recorded($first: Int!, $after: String) {
    payments(first: $first, after: $after, filter: { received: { from: "${from}", to: "${to}" } }) {
      nodes { reference invoice { id } amount { amount } } pageInfo { hasNextPage endCursor }
    }
  }`;
  const pages = pagesOf(graph, query, (data) => (data as { payments: Page<Recorded> }).payments);
  return (await Array.fromAsync(pages)).flat();
}

/**
 * The status of invoices, or of the invoices of orders, by global id; unknown ids are left out. The invoice of an order is the one that was
 * not voided, if there is one.
 */
export async function statusesOf(
  graph: Graph,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Status | undefined>> {
  const statuses = new Map<string, Status | undefined>();
  for (let at = 0; at < ids.length; at += graph.pageSize) {
    const { nodes } = (await graph.ask(STATUSES, { ids: ids.slice(at, at + graph.pageSize) })) as {
      nodes: readonly (Billed | null)[];
    };
    for (const node of nodes) if (node) statuses.set(node.id, statusOf(node));
  }
  return statuses;
}

/** An invoice, or an order with its invoices. */
interface Billed {
  readonly id: string;
  readonly status?: Status;
  readonly invoice?: { readonly status: Status } | null;
  readonly invoices?: { readonly nodes: readonly { readonly status: Status }[] };
}

function statusOf({ status, invoice, invoices }: Billed): Status | undefined {
  return status ?? invoice?.status ?? invoices?.nodes.at(0)?.status;
}

/** An amount as a bank transfers it: without fractions of a cent. */
export function toCents(amount: string | Decimal): Decimal {
  return new Decimal(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}
