import { Webhook } from 'standardwebhooks';

/** A change of a customer, as its system records it. */
export interface Change {
  /** The customer's id. */
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  /** Its position among all changes of the system, from 1. */
  readonly sequence: number;
}

/** How a server is notified of a change: a request. Its body is ASCII. */
export interface Notification {
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** The secret that signs the benchmark's webhooks. */
export const SECRET = `whsec_${Buffer.from('the secret of the benchmark').toString('base64')}`;

const webhook = new Webhook(SECRET);

/** As the CRM sends it: a CloudEvent 1.0, signed according to Standard Webhooks. */
export function asWebhook({ id: subject, at: time, sequence }: Change): Notification {
  const id = `crm-${sequence}`;
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:system:crm',
    type: 'customer.updated',
    subject,
    time,
    sequence: String(sequence).padStart(10, '0'),
    sequencetype: 'Integer',
    datacontenttype: 'application/json',
    data: { fields: ['phone'], owners: {}, request: null },
  });
  const now = new Date();
  const headers = [
    'content-type: application/cloudevents+json',
    `webhook-id: ${id}`,
    `webhook-timestamp: ${Math.floor(now.getTime() / 1_000)}`,
    `webhook-signature: ${webhook.sign(id, now, body)}`,
  ];
  return { path: '/changes/crm', headers, body };
}

/** As a hand-written server would accept it: unsigned, and no more than necessary. */
export function asPlainPost({ id, at: occurredAt }: Change): Notification {
  const headers = ['content-type: application/json'];
  return { path: '/changes', headers, body: JSON.stringify({ id, occurredAt }) };
}
