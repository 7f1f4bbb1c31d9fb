import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { writeOnce } from '../kit/idempotency.ts';
import { Problem, ProblemError } from '../kit/problem.ts';
import type { WebhookSender } from '../kit/webhooks.ts';
import { WebhookInput, WebhookTarget } from './inputs.ts';
import { NoContent, OwnWebhookPath, WebhookPath, WriteHeaders } from './requests.ts';

const TAGS = ['webhooks'];

/** Registration of receivers of changes. */
export function webhookRoutes(app: ServiceApp, db: DatabaseSync, sender: WebhookSender): void {
  app.post(
    '/webhooks',
    {
      schema: {
        tags: TAGS,
        operationId: 'registerWebhook',
        summary: 'Register a receiver of changes',
        description:
          'Every change from now on is posted to `url` as a CloudEvent 1.0 (`customer.created`, `customer.updated`; ' +
          'the subject is the id, `data.fields` names what changed, `data.request` the write that did it, `sequence` is its place ' +
          'in the order of events), signed as Standard Webhooks says, in order, and again until the receiver answers 2xx. With ' +
          'the payload `thin` there is neither `data.fields` nor `data.owners`.',
        headers: WriteHeaders,
        body: ref(WebhookInput),
        response: {
          201: ref(WebhookTarget),
          400: ref(Problem),
          401: ref(Problem),
          422: ref(Problem),
          429: ref(Problem),
        },
      },
    },
    (request, reply) =>
      writeOnce(db, request, reply, () => ({
        status: 201,
        body: sender.register(request.body.url, request.body.secret, request.body.payload),
      })),
  );
  app.put(
    '/webhooks/:id',
    {
      schema: {
        tags: TAGS,
        operationId: 'putWebhook',
        summary: 'Register a receiver of changes under an id of its choice',
        description:
          'As `registerWebhook`. If the id is registered already, its address, secret and payload are replaced, and events not delivered ' +
          'yet are sent to the new address: a receiver can register again on each start without being registered twice.',
        params: OwnWebhookPath,
        body: ref(WebhookInput),
        response: {
          200: ref(WebhookTarget),
          400: ref(Problem),
          401: ref(Problem),
          429: ref(Problem),
        },
      },
    },
    ({ params: { id }, body: { url, secret, payload } }) => sender.put(id, url, secret, payload),
  );
  app.delete(
    '/webhooks/:id',
    {
      schema: {
        tags: TAGS,
        operationId: 'removeWebhook',
        summary: 'Remove a receiver of changes',
        description: 'Nothing more is sent to it; 404 `not_found` where there is none of this id.',
        params: WebhookPath,
        response: {
          204: NoContent,
          401: ref(Problem),
          404: ref(Problem),
          429: ref(Problem),
        },
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
