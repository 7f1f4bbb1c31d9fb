import { Table } from '../load/table.ts';
import { apiKey } from '../rest/credentials/api-key.ts';
import { defineSystem } from '../system.ts';
import { webhooksAt } from '../webhook-registry.ts';
import { categoryReads } from './categories.ts';
import { COMMERCE_FIELDS, commerceChanges } from './changes.ts';
import { OrderReads, OrderSource } from './orders.ts';
import { ProductReads, ProductSource } from './products.ts';
import { SalesReportSource, salesReads } from './reports.ts';

/** The shop: batch reads by a list of ids, `Link` headers, API key. */
export const commerce = defineSystem({
  name: 'commerce',
  title: 'the shop, which knows products and orders',
  embeddedPort: 4102,
  credentials: {
    settings: { API_KEY: { about: 'API key', local: 'local-commerce-key' } },
    create: ({ API_KEY }) => apiKey(API_KEY),
  },
  open: (client, cache) => {
    const orders = new OrderReads(client, cache);
    const products = new ProductReads(client, cache);
    const categories = categoryReads(client, cache);
    const sales = salesReads(client, cache);
    return (scope) => ({
      orders: new OrderSource(orders, client, cache, scope),
      products: new ProductSource(products, scope),
      categories: new Table(categories, scope),
      reports: new SalesReportSource(sales, client, scope),
    });
  },
  changes: commerceChanges,
  changedFields: COMMERCE_FIELDS,
  pushes: true,
  webhooks: webhooksAt('/v2/webhooks'),
});
