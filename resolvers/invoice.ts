import { isNotVoided } from '../datasources/accounting/invoices.ts';
import type { InvoiceQuery, NewInvoice, PaymentQuery } from '../datasources/accounting/model.ts';
import { accounting } from '../datasources/accounting/system.ts';
import type { Order } from '../datasources/commerce/model.ts';
import { commerce } from '../datasources/commerce/system.ts';
import type { Refusal } from '../datasources/errors.ts';
import { Connection, listConnection, pageOf, wholeList } from './connection.ts';
import type { Context } from './context.ts';
import { belonging, entity, type Domain } from './domain.ts';
import type {
  MutationInvoiceIssueArgs,
  MutationPaymentRecordArgs,
  QueryInvoicesArgs,
  QueryPaymentsArgs,
} from './generated/types.ts';
import { parseId, parseOptionalId } from './global-id.ts';
import { boundsOf, sortOf, spanOf } from './input.ts';
import { keyOf, payloadOf, userErrors } from './mutation.ts';

const invoices = entity(
  (context) => context.use(accounting).invoices.byId,
  ({ customer }) => customer,
);
const ofOrder = belonging((context) => context.use(accounting).invoices.perOrder);
const payments = entity(
  (context) => context.use(accounting).payments.byId,
  ({ customer }) => customer,
);

/** Invoices and payments, from the accounting system; what is billed comes from the shop. */
export const invoice: Domain = {
  systems: [accounting, commerce],
  entities: { Invoice: invoices, Payment: payments },
  resolvers: {
    Query: {
      invoice: (_, { id }, context) => invoices.load(parseId('Invoice', id), context),
      invoices: (_, args, context) =>
        listConnection(context.use(accounting).invoices, queryOf(args), args, context),
      payment: (_, { id }, context) => payments.load(parseId('Payment', id), context),
      payments: (_, args, context) =>
        listConnection(context.use(accounting).payments, paymentQueryOf(args), args, context),
    },
    Mutation: { invoiceIssue, paymentRecord },
    Invoice: {
      status: invoices.field((i) => i.status),
      order: invoices.field((i) => i.order),
      customer: invoices.field((i) => i.customer),
      issuedOn: invoices.field((i) => i.issuedOn),
      currency: invoices.field((i) => i.currency),
      exchangeRate: invoices.field((i) => i.exchangeRate),
      subtotal: invoices.field((i) => i.subtotal),
      tax: invoices.field((i) => i.tax),
      freight: invoices.field((i) => i.freight),
      total: invoices.field((i) => i.total),
      paid: invoices.field((i) => i.paid),
      outstanding: invoices.field((i) => i.outstanding),
      updatedAt: invoices.field((i) => i.updatedAt),
      payments: ({ id }, args, context) => {
        const { payments } = context.use(accounting);
        return wholeList(`payments of invoice ${id}`, () => payments.ofInvoice(id), args, context);
      },
    },
    Payment: {
      invoice: payments.field((p) => p.invoice),
      customer: payments.field((p) => p.customer),
      amount: payments.field((p) => p.amount),
      receivedOn: payments.field((p) => p.receivedOn),
      method: payments.field((p) => p.method),
      reference: payments.field((p) => p.reference),
      card: payments.field((p) => p.card),
      updatedAt: payments.field((p) => p.updatedAt),
    },
    Customer: {
      invoices: ({ id }, args, context) => {
        const source = context.use(accounting).invoices;
        const query = queryOf(args);
        const page = pageOf(args, context);
        return new Connection(
          () => source.ofCustomer(id, query, page),
          () => source.ofCustomerCount(id, query),
        );
      },
      payments: ({ id }, args, context) => {
        const source = context.use(accounting).payments;
        const [query, page] = [paymentQueryOf(args), pageOf(args, context)];
        return new Connection(
          () => source.ofCustomer(id, query, page),
          () => source.ofCustomerCount(id, query),
        );
      },
      balance: ({ id }, _args, context) => context.use(accounting).balances.of(id),
      balances: ({ id }, _args, context) => context.use(accounting).balances.inEachCurrency(id),
    },
    Order: {
      invoice: ofOrder.field((all) => all.find(isNotVoided) ?? null),
      invoices: ({ id }, args, context) => {
        const { invoices } = context.use(accounting);
        return wholeList(`invoices of order ${id}`, () => invoices.ofOrder(id), args, context);
      },
    },
  },
};

/**
 * Bills an order. What follows the issue runs to completion even if the client has gone; if it fails, a call under the same key completes
 * it.
 */
async function invoiceIssue(_: unknown, args: MutationInvoiceIssueArgs, caller: Context) {
  const id = parseId('Order', args.input.order);
  const key = keyOf(args);
  const order = await caller.use(commerce).orders.byId.load(id);
  if (!order) return unbilled({ code: 'NOT_FOUND', message: `There is no order ${id}.` });
  return caller.detached(async (context) => {
    const { invoices } = context.use(accounting);
    if (order.status !== 'CANCELLED') {
      const issued = await invoices.issue(invoiceFor(order, args.input.issuedOn), key);
      const payload = payloadOf('invoice', issued);
      if (!issued.ok) return payload;
      // A cancellation in the meantime has voided only the invoices that there were.
      const current = await context.use(commerce).orders.byId.load(id);
      if (current?.status !== 'CANCELLED') {
        if (!issued.replayed) caller.use(accounting).invoices.byId.replace(issued.value.id, issued.value);
        return payload;
      }
    }
    const left = await invoices.voidOfOrder(id, `${key}:void`);
    return unbilled({ code: 'ALREADY_CANCELLED', message: 'A cancelled order is not billed.' }, ...left);
  });
}

function invoiceFor(order: Order, issuedOn: string | null = null): NewInvoice {
  const { id, customer, subtotal, tax, freight, total } = order;
  return { order: id, customer: customer.id, subtotal, tax, freight, total, issuedOn };
}

function unbilled(...refusals: readonly Pick<Refusal, 'code' | 'message'>[]) {
  const errors = refusals.flatMap(({ code, message }) => userErrors({ code, message, field: ['order'] }));
  return { invoice: null, userErrors: errors };
}

async function paymentRecord(_: unknown, args: MutationPaymentRecordArgs, context: Context) {
  const { amount, method = 'BANK', receivedOn = null, reference = null } = args.input;
  const payment = { invoice: parseId('Invoice', args.input.invoice), amount, method, receivedOn, reference };
  const outcome = await context.use(accounting).payments.record(payment, keyOf(args));
  // A reference, so that its fields are read after the payment was booked.
  return { ...payloadOf('payment', outcome), invoice: outcome.ok ? outcome.value.invoice : null };
}

function paymentQueryOf({ filter, orderBy }: Pick<QueryPaymentsArgs, 'filter' | 'orderBy'>): PaymentQuery {
  return {
    customer: parseOptionalId('Customer', filter?.customer),
    received: spanOf(filter?.received),
    sort: sortOf(orderBy, { by: 'RECEIVED_ON', descending: true }),
  };
}

function queryOf({ filter, orderBy }: Pick<QueryInvoicesArgs, 'filter' | 'orderBy'>): InvoiceQuery {
  const [minTotal, maxTotal] = boundsOf('Total', filter?.minTotal, filter?.maxTotal);
  return {
    status: filter?.status ?? null,
    overdue: filter?.overdue ?? null,
    customer: parseOptionalId('Customer', filter?.customer),
    issued: spanOf(filter?.issued),
    minTotal,
    maxTotal,
    sort: sortOf(orderBy, { by: 'ISSUED_ON', descending: true }),
  };
}
