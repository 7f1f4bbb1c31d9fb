import type { TSchema } from 'typebox';
import { createService } from '../kit/app.ts';
import { sameSecret } from '../kit/secret.ts';
import type { SystemDefinition } from '../kit/system.ts';
import { WebhookSender } from '../kit/webhooks.ts';
import { customerWrites } from './customer-writes.ts';
import { customerReads } from './customers.ts';
import * as eventSchemas from './event-schemas.ts';
import { eventData, events } from './events.ts';
import * as inputs from './inputs.ts';
import * as schemas from './schemas.ts';
import { crmPlan } from './seed.ts';
import { territories } from './territories.ts';
import { webhookRoutes } from './webhooks.ts';

const PREFIX = '/crm/v3';

/** The customer relationship system: customers and sales territories. `CRM_TOKEN` is its bearer token. */
export const crm: SystemDefinition = {
  name: 'crm',
  plan: crmPlan,
  serve: async (db, switches, env) => {
    const token = env['CRM_TOKEN'] ?? 'local-crm-token';
    const app = await createService({
      title: 'CRM',
      description: 'Customers (persons and stores) and sales territories.',
      switches,
      security: { type: 'http', scheme: 'bearer' },
      authenticate: (request) => sameSecret(request.headers.authorization, `Bearer ${token}`),
      challenge: 'Bearer realm="crm"',
      components: [schemas, inputs, eventSchemas].flatMap((module) => Object.values<TSchema>(module)),
    });
    const sender = new WebhookSender(db, 'crm', eventData);
    app.addHook('onClose', () => sender.close());
    await app.register(
      async (scope) => {
        scope.addHook('onResponse', async (request) => {
          if (request.method !== 'GET') sender.kick();
        });
        customerReads(scope, db);
        customerWrites(scope, db);
        territories(scope, db);
        events(scope, db);
        webhookRoutes(scope, db, sender);
      },
      { prefix: PREFIX },
    );
    sender.kick();
    return app;
  },
};
