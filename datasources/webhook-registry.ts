import { randomUUID } from 'node:crypto';
import type { RestClient } from './rest/client.ts';
import type { Asker, Caller } from './scope.ts';

/** Who gets a system's webhooks. */
export interface WebhookReceiver {
  /** Where they are sent. */
  readonly url: string;
  /** By which they are signed, `whsec_…`. */
  readonly secret: string;
}

/** Where a system is told who wants its webhooks. Methods reject as writes do: with an UpstreamError. */
export interface WebhookRegistry {
  /** Has webhooks sent to a receiver, in place of the one that had this id before. */
  readonly put: (id: string, receiver: WebhookReceiver, asker: Asker) => Promise<void>;
  /** Has none sent to it any more; nothing where there is none of this id. */
  readonly remove: (id: string, asker: Asker) => Promise<void>;
}

/** The registry of a system that keeps it as resources below `path`: `PUT` and `DELETE …/{id}`. */
export function webhooksAt(path: string): (client: RestClient) => WebhookRegistry {
  return (client) => ({
    put: async (id, receiver, asker) => {
      const write = { idempotencyKey: randomUUID(), refusals: {} };
      await client.write('PUT', `${path}/${id}`, receiver, write, callOf(asker));
    },
    remove: async (id, asker) => {
      const write = { idempotencyKey: randomUUID(), refusals: { not_found: ['NOT_FOUND'] } } as const;
      await client.write('DELETE', `${path}/${id}`, undefined, write, callOf(asker));
    },
  });
}

function callOf({ requestId, signal }: Asker): Caller {
  return { audience: 'caller', purpose: 'background', requestId, signal, answered: () => undefined };
}
