import { accounting } from '../../datasources/accounting/system.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { crm } from '../../datasources/crm/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import type { Domain } from '../domain.ts';
import { all } from './any.ts';
import { customers } from './customer.ts';
import { invoices, payments } from './invoice.ts';
import { orders } from './order.ts';
import { stock } from './stock.ts';

/** Changes in the systems, delivered as they happen. */
export const changes: Domain = {
  systems: [crm, commerce, erp, accounting],
  entities: {},
  isOfProcess: true,
  resolvers: {
    Query: {
      changesCursor: (_, _args, context) => context.changesCursor(),
    },
    Subscription: {
      customerChanged: customers,
      orderChanged: orders,
      stockChanged: stock,
      invoiceChanged: invoices,
      paymentReceived: payments,
      changes: all,
    },
  },
};
