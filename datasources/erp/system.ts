import { Table } from '../load/table.ts';
import { basic } from '../rest/credentials/basic.ts';
import { defineSystem } from '../system.ts';
import { ERP_FIELDS, erpChanges } from './changes.ts';
import { ItemSource, itemReads } from './items.ts';
import { Lists } from './lists.ts';
import { locationReads } from './locations.ts';
import { PurchaseOrderReads, PurchaseOrderSource } from './purchase-orders.ts';
import { StockReportReads, StockReportSource } from './reports.ts';
import { ReservationSource } from './reservations.ts';
import { StockReads, StockSource } from './stock.ts';
import { SupplierReads, SupplierSource } from './suppliers.ts';
import { SupplySource, supplyReads } from './supply.ts';
import { TermsReads, TermsSource } from './terms.ts';
import { Writes } from './writes.ts';

/** The ERP: OData filters and next links, grouping by key, user name and password. */
export const erp = defineSystem({
  name: 'erp',
  title: 'the ERP, which knows stock, suppliers and purchase orders',
  embeddedPort: 4103,
  credentials: {
    settings: {
      USER: { about: 'user name', local: 'isthmus' },
      PASSWORD: { about: 'password', local: 'local-erp-password' },
    },
    create: ({ USER, PASSWORD }) => basic(USER, PASSWORD),
  },
  open: (client, cache) => {
    const lists = new Lists(client);
    const items = itemReads(lists, cache);
    const stock = new StockReads(lists, cache);
    const locations = locationReads(lists, cache);
    const suppliers = new SupplierReads(lists, cache);
    const terms = new TermsReads(lists, cache);
    const purchaseOrders = new PurchaseOrderReads(lists, cache);
    const supply = supplyReads(lists, cache);
    const reports = new StockReportReads(lists, cache);
    return (scope) => {
      const writes = new Writes(client, cache, scope);
      const places = new Table(locations, scope);
      return {
        items: new ItemSource(items, scope),
        stock: new StockSource(stock, writes, places, scope),
        locations: places,
        suppliers: new SupplierSource(suppliers, scope),
        terms: new TermsSource(terms, scope),
        purchaseOrders: new PurchaseOrderSource(purchaseOrders, scope),
        supply: new SupplySource(supply, scope),
        reservations: new ReservationSource(writes, scope),
        reports: new StockReportSource(reports, lists, scope),
      };
    };
  },
  changes: erpChanges,
  changedFields: ERP_FIELDS,
  pushes: false,
  webhooks: null,
});
