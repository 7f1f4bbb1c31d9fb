import { Type } from 'typebox';
import { choice } from './fields.ts';

/** Body that registers a receiver of changes. */
export const NewWebhook = Type.Object(
  {
    url: Type.String({
      pattern: '^https?://',
      format: 'uri',
      maxLength: 2_000,
      description: 'Where changes are sent.',
    }),
    secret: Type.String({
      pattern: '^whsec_(?:[A-Za-z0-9+/]{4}){6,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
      maxLength: 200,
      description: 'Standard Webhooks secret: `whsec_` and at least 18 bytes in base64.',
    }),
    payload: Type.Optional(
      choice(['full', 'thin'], {
        default: 'full',
        description: 'Whether events say what changed and whose it is, or only that something did.',
      }),
    ),
  },
  { $id: 'NewWebhook', description: 'A receiver of all changes from now on.' },
);

/** A registered receiver; its secret is never returned. */
export const WebhookTarget = Type.Object(
  {
    id: Type.String({ description: 'Id of the registration.' }),
    url: Type.String({ description: 'Where changes are sent.' }),
  },
  { $id: 'WebhookTarget', description: 'A registered receiver of changes.' },
);
