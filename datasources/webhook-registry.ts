import { randomUUID } from 'node:crypto';
import type { RestClient } from './rest/client.ts';
import type { Requester, Caller } from './scope.ts';

/** Where a system sends its webhooks. */
export interface WebhookTarget {
  readonly url: string;
  /** The secret that they are signed with, `whsec_…`. */
  readonly secret: string;
}

/** Registers targets of a system's webhooks. Methods reject as writes do: with an UpstreamError. */
export interface WebhookRegistry {
  /** Registers a target, replacing the one with this id. */
  readonly put: (id: string, target: WebhookTarget, requester: Requester) => Promise<void>;
  /** Removes a target; does nothing if there is none with this id. */
  readonly remove: (id: string, requester: Requester) => Promise<void>;
}

/** The registry of a system that keeps it as resources below `path`: `PUT` and `DELETE …/{id}`. */
export function webhooksAt(path: string): (client: RestClient) => WebhookRegistry {
  return (client) => ({
    put: async (id, target, requester) => {
      const write = { idempotencyKey: randomUUID(), refusals: {} };
      await client.write('PUT', `${path}/${id}`, target, write, callOf(requester));
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
