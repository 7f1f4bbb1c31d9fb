import { basic } from '../rest/credentials/basic.ts';
import { defineSystem } from '../system.ts';
import { ItemSource } from './items.ts';
import { Lists } from './lists.ts';
import { locationTable } from './locations.ts';
import { PurchaseOrderSource } from './purchase-orders.ts';
import { StockReportSource } from './reports.ts';
import { ReservationSource } from './reservations.ts';
import { StockSource } from './stock.ts';
import { SupplierSource } from './suppliers.ts';
import { SupplySource } from './supply.ts';
import { TermsSource } from './terms.ts';
import { Writes } from './writes.ts';

/** The ERP: OData filters and links to the next page, groups by key, user and password. */
export const erp = defineSystem({
  name: 'erp',
  title: 'the ERP, which knows stock, suppliers and purchase orders',
  embeddedPort: 4103,
  identity: {
    settings: {
      USER: { about: 'user name', local: 'isthmus' },
      PASSWORD: { about: 'password', local: 'local-erp-password' },
    },
    credentials: ({ USER, PASSWORD }) => basic(USER, PASSWORD),
  },
  open: (client) => (scope) => {
    const lists = new Lists(client, scope);
    const writes = new Writes(client, scope);
    const locations = locationTable(lists);
    return {
      items: new ItemSource(lists),
      stock: new StockSource(lists, writes, locations),
      locations,
      suppliers: new SupplierSource(lists),
      terms: new TermsSource(lists),
      purchaseOrders: new PurchaseOrderSource(lists),
      supply: new SupplySource(lists),
      reservations: new ReservationSource(writes),
      reports: new StockReportSource(lists),
    };
  },
});
