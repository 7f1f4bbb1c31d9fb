import { Type, type Static } from 'typebox';
import { ref } from '../../kit/app.ts';
import {
  amount,
  choice,
  currency,
  day,
  givenAmount,
  groupsOf,
  id,
  listOf,
  moment,
  nullable,
  ORIGIN,
} from './fields.ts';

/** The statuses of an invoice. */
export const INVOICE_STATUSES = ['OPEN', 'PAID', 'VOIDED'] as const;

/** An invoice as the system answers with it. */
export const Invoice = Type.Object(
  {
    InvoiceID: id('`INV-` and the number of the invoice.'),
    OrderID: nullable(id('Order of the shop it was issued for; null where there is none.')),
    ContactID: id('The customer who must pay.'),
    Status: choice(INVOICE_STATUSES, 'OPEN until nothing is due, then PAID; or VOIDED.'),
    IssuedOn: day('Day of issue.'),
    CurrencyCode: currency('Currency of all amounts.'),
    ExchangeRateID: nullable(id('Rate at which the customer saw the amounts in another currency.')),
    Subtotal: amount('Goods, without tax and freight.'),
    Tax: amount('Tax.'),
    Freight: amount('Freight.'),
    Total: amount('What the customer is to pay.'),
    AmountPaid: amount('Sum of the payments.'),
    AmountDue: amount('Total less AmountPaid; 0 where the invoice is voided.'),
    UpdatedAt: moment(
      'Last change; payments and voiding change an invoice. Midnight of IssuedOn in the sample.',
    ),
    ...ORIGIN,
  },
  { $id: 'Invoice', description: 'An invoice.' },
);
export type Invoice = Static<typeof Invoice>;

const DIGITS = '^[1-9][0-9]{0,14}$';

/** The input for issuing an invoice. */
export const InvoiceInput = Type.Object(
  {
    OrderID: Type.Optional(
      Type.String({ pattern: DIGITS, description: 'Order it is for. An order has one invoice not voided.' }),
    ),
    ContactID: Type.String({ pattern: DIGITS, description: 'The customer who must pay.' }),
    CurrencyCode: currency('Currency of all amounts, one of `/Currencies`.'),
    Subtotal: givenAmount('Goods, without tax and freight.'),
    Tax: givenAmount('Tax.'),
    Freight: givenAmount('Freight.'),
    Total: givenAmount(
      'What the customer is to pay; booked as given, even if the parts do not add up to it.',
    ),
    IssuedOn: Type.Optional(day('Day of issue; today (UTC) where it is left out.')),
  },
  { $id: 'InvoiceInput', description: 'A new invoice.' },
);
export type InvoiceInput = Static<typeof InvoiceInput>;

/** One page of invoices. */
export const InvoiceList = listOf('Invoice', 'Invoices', Invoice);
/** One page of invoices for each key. */
export const InvoiceGroups = groupsOf('Invoice', 'Invoices', Invoice);

/** What reconciliation compares of an invoice. */
export const InvoiceTotal = Type.Object(
  {
    InvoiceID: id('The invoice.'),
    OrderID: id('Order it was issued for.'),
    Status: choice(INVOICE_STATUSES, 'Whether it counts: voided invoices do not.'),
    ContactID: id('The customer who must pay.'),
    Total: amount('What the customer is to pay.'),
    CurrencyCode: currency('Currency of Total.'),
  },
  { $id: 'InvoiceTotal', description: 'What reconciliation compares of an invoice.' },
);
export type InvoiceTotal = Static<typeof InvoiceTotal>;

/** A page of invoices by order. */
export const InvoiceTotals = Type.Object(
  {
    Invoices: Type.Array(ref(InvoiceTotal), { description: 'By order id, then by invoice number.' }),
    HasMore: Type.Boolean({
      description: 'Whether later orders have invoices: continue from the last OrderID plus one.',
    }),
  },
  { $id: 'InvoiceTotals', description: 'Invoices by order; all invoices of an order are on one page.' },
);

/** What a customer owes in one currency. */
export const Balance = Type.Object(
  {
    ContactID: id('The customer.'),
    CurrencyCode: currency('Currency of Outstanding.'),
    Outstanding: amount('Sum of AmountDue over the open invoices.'),
    InvoiceCount: Type.Integer({ description: 'Invoices not voided.' }),
    OpenCount: Type.Integer({ description: 'Open invoices.' }),
  },
  { $id: 'Balance', description: 'What a customer owes in one currency.' },
);
export type Balance = Static<typeof Balance>;

/** What several customers owe. */
export const Balances = Type.Object(
  {
    Balances: Type.Array(ref(Balance), {
      description:
        'In the order of the request. Every id is answered: a customer without invoices with one row of zeros ' +
        'in USD, one with invoices in several currencies with one row per currency, by its code.',
    }),
  },
  { $id: 'Balances', description: 'What several customers owe.' },
);
