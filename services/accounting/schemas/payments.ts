import { Type, type Static } from 'typebox';
import { ref } from '../../kit/app.ts';
import { amount, choice, currency, day, groupsOf, id, listOf, moment, nullable, ORIGIN } from './fields.ts';

/** The methods of payment. */
export const PAYMENT_METHODS = ['CARD', 'BANK', 'CASH'] as const;

/** The part of a card that the books hold. */
export const Card = Type.Object(
  {
    Type: Type.String({ description: 'Brand of the card.' }),
    Last4: Type.String({ pattern: '^[0-9]{4}$', description: 'Last four digits of its number.' }),
  },
  { $id: 'Card', description: 'The card of a payment.' },
);

/** A payment as the system answers with it. */
export const Payment = Type.Object(
  {
    PaymentID: id('`PAY-` and the number of the payment.'),
    InvoiceID: id('Invoice it pays.'),
    ContactID: id('Customer of the invoice.'),
    Amount: amount('The amount received.'),
    CurrencyCode: currency('Currency of Amount, the same as that of the invoice.'),
    ReceivedOn: day('Day on which it was received.'),
    Method: choice(PAYMENT_METHODS, 'The method of payment.'),
    Reference: nullable(Type.String({ description: 'Approval code of the card, or what the payer wrote.' })),
    Card: nullable(ref(Card)),
    UpdatedAt: moment('Last change. Midnight of ReceivedOn in the sample.'),
    ...ORIGIN,
  },
  { $id: 'Payment', description: 'A payment of an invoice or a part of it.' },
);
export type Payment = Static<typeof Payment>;

/** The input for booking a payment. */
export const PaymentInput = Type.Object(
  {
    InvoiceID: id('Invoice it pays.'),
    Amount: Type.String({
      pattern: '^-?\\d{1,9}(\\.\\d{1,4})?$',
      description: 'The amount received: more than 0, at most the AmountDue of the invoice.',
      examples: ['3578.27'],
    }),
    CurrencyCode: currency('Must be the currency of the invoice.'),
    Method: choice(PAYMENT_METHODS, 'The method of payment.'),
    ReceivedOn: Type.Optional(day('Day on which it was received; today (UTC) where it is left out.')),
    Reference: Type.Optional(Type.String({ maxLength: 200, description: 'What the payer wrote.' })),
  },
  { $id: 'PaymentInput', description: 'A new payment.' },
);
export type PaymentInput = Static<typeof PaymentInput>;

/** One page of payments. */
export const PaymentList = listOf('Payment', 'Payments', Payment);
/** One page of payments for each key. */
export const PaymentGroups = groupsOf('Payment', 'Payments', Payment);
