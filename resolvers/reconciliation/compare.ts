import type { InvoiceTotal } from '../../datasources/accounting/report-model.ts';
import type { OrderTotals } from '../../datasources/commerce/report-model.ts';
import { refTo, type Ref } from '../../datasources/ids.ts';
import type { Money } from '../../datasources/money.ts';
import type { DiscrepancyKind } from '../generated/types.ts';
import { toGlobalId } from '../global-id.ts';

/** One system's view; `record` is the global id of its record. */
export interface Claim {
  readonly system: 'commerce' | 'accounting';
  readonly record: string | null;
  readonly statement: string;
}

/** A disagreement between shop and ledger about one order. */
export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly message: string;
  readonly order: Ref<'Order'>;
  readonly invoices: readonly Ref<'Invoice'>[];
  readonly claims: readonly Claim[];
}

/** What the shop knows of an order. Less than a whole order, so that a row of the totals suffices. */
export type OrderFacts = Pick<OrderTotals, 'id' | 'status' | 'customer' | 'total'>;

/** What the ledger knows of an invoice. */
export type InvoiceFacts = Pick<InvoiceTotal, 'id' | 'status' | 'customer' | 'total'>;

/**
 * Compares an order (null: the shop has none with this id) with all its invoices; voided ones are ignored. Only the first invoice's figures
 * are compared; having more than one is itself reported as a discrepancy.
 */
export function compare(
  orderId: string,
  order: OrderFacts | null,
  invoices: readonly InvoiceFacts[],
): readonly Discrepancy[] {
  const standing = invoices.filter(({ status }) => status !== 'VOIDED');
  const [first] = standing;
  const found = (
    kind: DiscrepancyKind,
    message: string,
    says: (facts: OrderFacts | InvoiceFacts) => string,
  ) => ({
    kind,
    message: `Order ${orderId}: ${message}`,
    order: refTo<'Order'>(orderId),
    invoices: standing.map(({ id }) => ({ id })),
    claims: [shopClaim(orderId, order, says), ...ledgerClaims(standing, says)],
  });

  if (!order)
    return first
      ? [found('MISSING_ORDER', 'the shop does not know it, yet there is an invoice.', figures)]
      : [];
  if (order.status === 'CANCELLED') {
    return first
      ? [found('CANCELLED_BUT_INVOICED', 'it was cancelled, its invoice was not voided.', status)]
      : [];
  }
  if (!first) return [found('MISSING_INVOICE', 'there is no invoice for it.', figures)];
  const differences: Discrepancy[] = [];
  if (standing.length > 1)
    differences.push(found('DUPLICATE_INVOICE', `there are ${standing.length} invoices for it.`, figures));
  if (order.total.currency !== first.total.currency) {
    differences.push(found('CURRENCY', 'the currencies differ.', ({ total }) => total.currency));
  }
  if (order.total.amount !== first.total.amount)
    differences.push(found('TOTAL', 'the totals differ.', figures));
  if (order.customer.id !== first.customer.id) {
    differences.push(
      found('CUSTOMER', 'the customers differ.', ({ customer }) => toGlobalId('Customer', customer.id)),
    );
  }
  return differences;
}

type Says = (facts: OrderFacts | InvoiceFacts) => string;

function shopClaim(orderId: string, order: OrderFacts | null, says: Says): Claim {
  if (!order) return { system: 'commerce', record: null, statement: 'no such order' };
  return { system: 'commerce', record: toGlobalId('Order', orderId), statement: says(order) };
}

function ledgerClaims(invoices: readonly InvoiceFacts[], says: Says): readonly Claim[] {
  if (invoices.length === 0) return [{ system: 'accounting', record: null, statement: 'no invoice' }];
  return invoices.map((invoice) => ({
    system: 'accounting',
    record: toGlobalId('Invoice', invoice.id),
    statement: says(invoice),
  }));
}

function figures({ total }: { readonly total: Money }): string {
  return `${total.amount} ${total.currency}`;
}

function status({ status: state }: OrderFacts | InvoiceFacts): string {
  return state.toLowerCase();
}
