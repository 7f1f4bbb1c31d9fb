import type { Invoice, Payment } from '../../datasources/accounting/model.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import { idOf } from '../../datasources/ids.ts';
import { subscriptionField } from '../subscription-field.ts';
import type {
  SubscriptionInvoiceChangedArgs as InvoiceArgs,
  SubscriptionPaymentReceivedArgs as PaymentArgs,
} from '../generated/types.ts';
import { parseOptionalId } from '../global-id.ts';
import { belongsTo, checkNow } from './check.ts';
import {
  allOf,
  mayMissEntity,
  ofEntity,
  ofIds,
  ofKinds,
  ofOwner,
  ofStatuses,
  tagsOfOwned,
} from './filters.ts';
import { entityOf, eventFields } from './event-fields.ts';

/** Changes to invoices. */
export const invoices = subscriptionField(
  {
    tagsOf: ({ filter }: InvoiceArgs) =>
      tagsOfOwned('Invoice', filter?.ids, { Customer: filter?.customer, Order: filter?.order }),
    filterOf: ({ filter }: InvoiceArgs) =>
      allOf(
        ofEntity('Invoice'),
        ofIds('Invoice', filter?.ids),
        ofKinds(filter?.kinds),
        ofOwner('Customer', filter?.customer),
        ofOwner('Order', filter?.order),
      ),
    mayMiss: mayMissEntity('Invoice'),
    checkOf: ({ filter }: InvoiceArgs) =>
      checkNow(
        (id, context) => context.use(accounting).invoices.byId.load(idOf(id)),
        [ofStatuses(filter?.statuses)],
        [
          belongsTo<Invoice>(
            'Customer',
            parseOptionalId('Customer', filter?.customer),
            ({ customer }) => customer.id,
          ),
          belongsTo<Invoice>('Order', parseOptionalId('Order', filter?.order), ({ order }) => order?.id),
        ],
      ),
  },
  (change) => ({ ...eventFields(change), invoice: entityOf(change) }),
);

/** Payments received. */
export const payments = subscriptionField(
  {
    tagsOf: ({ filter }: PaymentArgs) =>
      tagsOfOwned('Payment', null, { Customer: filter?.customer, Invoice: filter?.invoice }),
    filterOf: ({ filter }: PaymentArgs) =>
      allOf(
        ofEntity('Payment'),
        ofKinds(['CREATED']),
        ofOwner('Customer', filter?.customer),
        ofOwner('Invoice', filter?.invoice),
      ),
    mayMiss: mayMissEntity('Payment'),
    checkOf: ({ filter }: PaymentArgs) =>
      checkNow(
        (id, context) => context.use(accounting).payments.byId.load(idOf(id)),
        [],
        [
          belongsTo<Payment>(
            'Customer',
            parseOptionalId('Customer', filter?.customer),
            ({ customer }) => customer.id,
          ),
          belongsTo<Payment>(
            'Invoice',
            parseOptionalId('Invoice', filter?.invoice),
            ({ invoice }) => invoice.id,
          ),
        ],
      ),
  },
  (change) => ({ ...eventFields(change), payment: entityOf(change) }),
);
