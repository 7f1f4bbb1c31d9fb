import { idOf, refTo } from '../../ids.ts';
import { money } from '../../money.ts';
import type { RefusalTable } from '../../rest/refusal.ts';
import type { Invoice, InvoiceQuery, NewInvoice, NewPayment, Payment, PaymentQuery } from '../model.ts';
import { BASE, contract, type Schemas } from './contract.ts';

const checkInvoice = contract.check('Invoice');
const checkPayment = contract.check('Payment');

/** Maps the refusals to issue an invoice to the graph's. */
export const issueRefusals: RefusalTable = {
  already_invoiced: ['ALREADY_INVOICED', 'order'],
  unknown_currency: ['INVALID', 'order'],
};

/** Maps the refusals to void an invoice to the graph's. */
export const voidRefusals: RefusalTable = {
  already_paid: ['ALREADY_PAID', 'id'],
  already_voided: ['VOIDED', 'id'],
};

/** Maps the refusals of a payment to the graph's. */
export const paymentRefusals: RefusalTable = {
  unknown_invoice: ['NOT_FOUND', 'invoice'],
  already_paid: ['ALREADY_PAID', 'invoice'],
  voided: ['VOIDED', 'invoice'],
  overpaid: ['OVERPAID', 'amount'],
  not_positive: ['INVALID', 'amount'],
  currency_mismatch: ['CURRENCY_MISMATCH', 'amount', 'currency'],
};

/** Checks and converts an invoice from the wire. */
export function toInvoice(payload: unknown): Invoice {
  const wire = checkInvoice(payload, `${BASE}/Invoices`);
  const amount = (value: string) => money(value, wire.CurrencyCode);
  return {
    id: idOf(wire.InvoiceID),
    status: wire.Status,
    order: refTo(wire.OrderID),
    customer: refTo(wire.ContactID),
    issuedOn: wire.IssuedOn,
    currency: wire.CurrencyCode,
    exchangeRate: refTo(wire.ExchangeRateID),
    subtotal: amount(wire.Subtotal),
    tax: amount(wire.Tax),
    freight: amount(wire.Freight),
    total: amount(wire.Total),
    paid: amount(wire.AmountPaid),
    outstanding: amount(wire.AmountDue),
    updatedAt: wire.UpdatedAt,
  };
}

/** Checks and converts a payment from the wire. */
export function toPayment(payload: unknown): Payment {
  const wire = checkPayment(payload, `${BASE}/Payments`);
  return {
    id: idOf(wire.PaymentID),
    invoice: refTo(wire.InvoiceID),
    customer: refTo(wire.ContactID),
    amount: money(wire.Amount, wire.CurrencyCode),
    receivedOn: wire.ReceivedOn,
    method: wire.Method,
    reference: wire.Reference,
    card: wire.Card && { brand: wire.Card.Type, last4: wire.Card.Last4 },
    updatedAt: wire.UpdatedAt,
  };
}

/** Converts the conditions of a query to the accounting system's parameters. */
export function fromInvoiceQuery(query: InvoiceQuery): Record<string, string | boolean | null> {
  return {
    Status: query.status,
    Overdue: query.overdue,
    ContactID: query.customer,
    IssuedFrom: query.issued.from,
    IssuedTo: query.issued.to,
    MinTotal: query.minTotal,
    MaxTotal: query.maxTotal,
  };
}

/** Converts the conditions of a query to the accounting system's parameters. */
export function fromPaymentQuery({ customer, received }: PaymentQuery): Record<string, string | null> {
  return { ContactID: customer, ReceivedFrom: received.from, ReceivedTo: received.to };
}

/** Converts a new invoice to the accounting system's format. */
export function fromNewInvoice(invoice: NewInvoice): Schemas['InvoiceInput'] {
  return {
    OrderID: invoice.order,
    ContactID: invoice.customer,
    CurrencyCode: invoice.total.currency,
    Subtotal: invoice.subtotal.amount,
    Tax: invoice.tax.amount,
    Freight: invoice.freight.amount,
    Total: invoice.total.amount,
    ...(invoice.issuedOn === null ? {} : { IssuedOn: invoice.issuedOn }),
  };
}

/** Converts a new payment to the accounting system's format. */
export function fromNewPayment(payment: NewPayment): Schemas['PaymentInput'] {
  return {
    InvoiceID: payment.invoice,
    Amount: payment.amount.amount,
    CurrencyCode: payment.amount.currency,
    Method: payment.method,
    ...(payment.receivedOn === null ? {} : { ReceivedOn: payment.receivedOn }),
    ...(payment.reference === null ? {} : { Reference: payment.reference }),
  };
}
