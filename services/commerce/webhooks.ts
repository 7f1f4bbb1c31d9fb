import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { writeOnce } from '../kit/idempotency.ts';
import { ProblemError } from '../kit/problem.ts';
import type { WebhookSender } from '../kit/webhooks.ts';
import { PROBLEMS, WRITE_HEADERS } from './schemas/fields.ts';
import { NewWebhook, WebhookTarget } from './schemas/webhook.ts';

/** Routes that register and remove receivers of changes. */
export function addWebhooks(app: ServiceApp, db: DatabaseSync, sender: WebhookSender): void {
  app.post(
    '/webhooks',
    {
      schema: {
        operationId: 'registerWebhook',
        summary: 'Registers a receiver of changes',
        description:
          'From now on every change is sent there in order, as a CloudEvent signed according to Standard Webhooks, and retried until it is answered with 2xx. `sequence` is the id of the same event in `GET /events`. With the payload `thin` there is neither `data.fields` nor `data.owners`.',
        headers: WRITE_HEADERS,
        body: ref(NewWebhook),
        response: { 201: ref(WebhookTarget), ...PROBLEMS },
      },
    },
    (request, reply) => {
      const { url, secret, payload } = request.body;
      return writeOnce(db, request, reply, () => ({
        status: 201,
        body: sender.register(url, secret, payload),
      }));
    },
  );
  app.put(
    '/webhooks/:id',
    {
      schema: {
        operationId: 'putWebhook',
        summary: 'Registers a receiver of changes under an id of its choice',
        description:
          'As `registerWebhook`. If the id is registered already, its address, secret and payload are replaced, and events not ' +
          'delivered yet are sent to the new address.',
        params: Type.Object({
          id: Type.String({ pattern: '^[\\w.-]{1,64}$', description: 'Id of the registration.' }),
        }),
        body: ref(NewWebhook),
        response: { 200: ref(WebhookTarget), ...PROBLEMS },
      },
    },
    ({ params: { id }, body: { url, secret, payload } }) => sender.put(id, url, secret, payload),
  );
  app.delete(
    '/webhooks/:id',
    {
      schema: {
        operationId: 'removeWebhook',
        summary: 'Removes a receiver of changes',
        description: '404: `not_found`.',
        params: Type.Object({ id: Type.String({ description: 'Id of the registration.' }) }),
        response: { 204: Type.Null({ description: 'Removed.' }), ...PROBLEMS },
      },
    },
    (request, reply) => {
      const { id } = request.params;
      if (!sender.remove(id)) throw new ProblemError(404, 'not_found', `There is no webhook ${id}.`);
      void reply.code(204);
      return null;
    },
  );
}
