import { Webhook } from 'standardwebhooks';

/** A change of a customer, as its system knows it. */
export interface Change {
  /** Of the customer. */
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  /** Its place in the order of all changes of the system, from 1. */
  readonly sequence: number;
}

/** How a server is told of changes: a request. Its body is ASCII. */
export interface Telling {
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** The secret by which webhooks of the benchmark are signed. */
export const SECRET = `whsec_${Buffer.from('the secret of the benchmark').toString('base64')}`;

const webhook = new Webhook(SECRET);

/** As the CRM tells it: a CloudEvent 1.0, signed as Standard Webhooks says. */
export function asWebhook({ id: subject, at: time, sequence }: Change): Telling {
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

/** As a server of one's own takes it: unsigned, and no more than must be. */
export function asPlainPost({ id, at: occurredAt }: Change): Telling {
  const headers = ['content-type: application/json'];
  return { path: '/changes', headers, body: JSON.stringify({ id, occurredAt }) };
}
