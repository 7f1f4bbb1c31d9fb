import { Type } from 'typebox';

/** A customer's id in a path. */
export const CustomerPath = Type.Object({ id: Type.String({ description: 'Id of the customer.' }) });

/** A webhook's id in a path. */
export const WebhookPath = Type.Object({ id: Type.String({ description: 'Id of the registration.' }) });

/** Path of a registration under an id that the receiver has chosen. */
export const OwnWebhookPath = Type.Object({
  id: Type.String({
    pattern: '^[\\w.-]{1,64}$',
    description: 'Id of the registration: letters, digits, `_`, `.`, `-`.',
  }),
});

/** Headers of a write. */
export const WriteHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'Sent again with the same request, it gets the first answer again; with another, a 422.',
    }),
  ),
});

/** The response to a removal. */
export const NoContent = Type.Null({ description: 'Removed.' });
