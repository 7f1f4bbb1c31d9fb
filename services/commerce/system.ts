import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { DatabaseSync } from 'node:sqlite';
import { createService, type ServiceApp } from '../kit/app.ts';
import type { Switches } from '../kit/control.ts';
import { sameSecret } from '../kit/secret.ts';
import type { SystemDefinition } from '../kit/system.ts';
import { WebhookSender } from '../kit/webhooks.ts';
import { addCatalogue } from './catalogue.ts';
import { addEvents, eventData } from './events.ts';
import { addOrderWrites } from './order-writes.ts';
import { addOrders } from './orders.ts';
import { addProducts } from './products.ts';
import { addReconciliation } from './reconciliation.ts';
import { addSalesReport } from './sales-report.ts';
import { addSales } from './sales.ts';
import { COMPONENTS } from './schemas.ts';
import { plan } from './seed.ts';
import { addWebhooks } from './webhooks.ts';

const LOCAL_KEY = 'local-commerce-key';

/**
 * The shop: products, orders, and the sums over them, below `/v2`. It requires the key of `COMMERCE_API_KEY` (default
 * `local-commerce-key`) in `X-Api-Key`.
 */
export const commerce: SystemDefinition = { name: 'commerce', plan, serve };

async function serve(db: DatabaseSync, switches: Switches, env: NodeJS.ProcessEnv): Promise<ServiceApp> {
  const key = env['COMMERCE_API_KEY'] ?? LOCAL_KEY;
  const app = await createService({
    title: 'Commerce',
    description: 'The shop of the sample company: products, orders, and the sums over them.',
    switches,
    security: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
    authenticate: (request) => sameSecret(request.headers['x-api-key'], key),
    challenge: 'ApiKey header="X-Api-Key"',
    components: COMPONENTS,
  });
  const sender = startSender(app, db);
  await app.register(
    (plugin, _options, done) => {
      addRoutes(plugin.withTypeProvider<TypeBoxTypeProvider>(), db, sender);
      done();
    },
    { prefix: '/v2' },
  );
  return app;
}

function addRoutes(app: ServiceApp, db: DatabaseSync, sender: WebhookSender): void {
  app.addHook('onResponse', async (request) => {
    if (request.method !== 'GET') sender.kick();
  });
  addOrders(app, db);
  addReconciliation(app, db);
  addOrderWrites(app, db);
  addProducts(app, db);
  addCatalogue(app, db);
  addSales(app, db);
  addSalesReport(app, db);
  addEvents(app, db);
  addWebhooks(app, db, sender);
}

function startSender(app: ServiceApp, db: DatabaseSync): WebhookSender {
  const sender = new WebhookSender(db, 'commerce', eventData);
  app.addHook('onReady', async () => sender.kick());
  app.addHook('onClose', async () => sender.close());
  return sender;
}
