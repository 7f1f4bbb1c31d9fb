import { randomUUID } from 'node:crypto';
import type { RestClient } from './rest/client.ts';
import type { Requester, Caller } from './scope.ts';

/** A receiver of a system's webhooks. */
export interface WebhookReceiver {
  /** Where they are sent. */
  readonly url: string;
  /** The secret that they are signed with, `whsec_…`. */
  readonly secret: string;
}

/** Registers receivers of a system's webhooks. Methods reject as writes do: with an UpstreamError. */
export interface WebhookRegistry {
  /** Registers a receiver, replacing the one with this id. */
  readonly put: (id: string, receiver: WebhookReceiver, requester: Requester) => Promise<void>;
  /** Removes a receiver; does nothing if there is none with this id. */
  readonly remove: (id: string, requester: Requester) => Promise<void>;
}

/** The registry of a system that keeps it as resources below `path`: `PUT` and `DELETE …/{id}`. */
export function webhooksAt(path: string): (client: RestClient) => WebhookRegistry {
  return (client) => ({
    put: async (id, receiver, requester) => {
      const write = { idempotencyKey: randomUUID(), refusals: {} };
      await client.write('PUT', `${path}/${id}`, receiver, write, callOf(requester));
    },
    remove: async (id, requester) => {
      const write = { idempotencyKey: randomUUID(), refusals: { not_found: ['NOT_FOUND'] } } as const;
      await client.write('DELETE', `${path}/${id}`, undefined, write, callOf(requester));
    },
  });
}

function callOf({ requestId, signal }: Requester): Caller {
  return { audience: 'caller', purpose: 'background', requestId, signal, onResponse: () => undefined };
}
