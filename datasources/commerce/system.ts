import { apiKey } from '../rest/credentials/api-key.ts';
import { defineSystem } from '../system.ts';
import { categoryTable } from './categories.ts';
import { OrderSource } from './orders.ts';
import { ProductSource } from './products.ts';
import { SalesReportSource } from './reports.ts';

/** The shop: batch read by a list of ids, `Link` headers, API key. */
export const commerce = defineSystem({
  name: 'commerce',
  title: 'the shop, which knows products and orders',
  embeddedPort: 4102,
  identity: {
    settings: { API_KEY: { about: 'API key', local: 'local-commerce-key' } },
    credentials: ({ API_KEY }) => apiKey(API_KEY),
  },
  open: (client) => (scope) => ({
    orders: new OrderSource(client, scope),
    products: new ProductSource(client, scope),
    categories: categoryTable(client, scope),
    reports: new SalesReportSource(client, scope),
  }),
});
