import type { Invoice, Payment } from '../../datasources/accounting/model.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import { idOf } from '../../datasources/ids.ts';
import type {
  SubscriptionInvoiceChangedArgs as InvoiceArgs,
  SubscriptionPaymentReceivedArgs as PaymentArgs,
} from '../generated/types.ts';
import { belongsTo } from './check.ts';
import { entityChanges } from './entity-changes.ts';
import { ofStatuses } from './filters.ts';

/** Changes to invoices. */
export const invoices = entityChanges<InvoiceArgs, Invoice>({
  entity: 'Invoice',
  as: 'invoice',
  load: (id, context) => context.use(accounting).invoices.byId.load(idOf(id)),
  asked: ({ filter }) => ({
    ids: filter?.ids,
    kinds: filter?.kinds,
    owners: [
      belongsTo('Customer', filter?.customer, ({ customer }) => customer.id),
      belongsTo('Order', filter?.order, ({ order }) => order?.id),
    ],
    conditions: [ofStatuses(filter?.statuses)],
  }),
});

/** Payments received. */
export const payments = entityChanges<PaymentArgs, Payment>({
  entity: 'Payment',
  as: 'payment',
  load: (id, context) => context.use(accounting).payments.byId.load(idOf(id)),
  asked: ({ filter }) => ({
    ids: null,
    kinds: ['CREATED'],
    owners: [
      belongsTo('Customer', filter?.customer, ({ customer }) => customer.id),
      belongsTo('Invoice', filter?.invoice, ({ invoice }) => invoice.id),
    ],
    conditions: [],
  }),
});
