/** Receives changes by webhook: `npm run example -- webhook-receiver` (README.md). */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { run } from '../kit/run.ts';
import { Inbox, type Message } from './inbox.ts';

await run(
  'Takes changes by webhook: verifies them, takes each once, answers at once, and handles them afterwards.',
  {
    WEBHOOK_SECRET: ['', 'what webhookCreate answered as secret (whsec_…)'],
    RECEIVER_PORT: ['4112', 'port on loopback; 0 takes a free one'],
    RECEIVER_DATA_DIR: ['var/webhook-receiver', 'folder for what was taken'],
  },
  async ({ WEBHOOK_SECRET, RECEIVER_PORT, RECEIVER_DATA_DIR }, signal) => {
    if (WEBHOOK_SECRET === '') throw new Error('WEBHOOK_SECRET is missing: webhookCreate returns it.');
    const webhook = new Webhook(WEBHOOK_SECRET);
    mkdirSync(RECEIVER_DATA_DIR, { recursive: true });
    using inbox = new Inbox(join(RECEIVER_DATA_DIR, 'inbox.sqlite'));
    const server = createServer((request, response) => {
      take(webhook, inbox, request).then(
        (status) => {
          response.writeHead(status).end();
          void inbox.work(handle, signal);
        },
        () => response.destroy(),
      );
    }).listen(Number(RECEIVER_PORT), '127.0.0.1');
    await once(server, 'listening');
    console.log(`Takes webhooks at http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await inbox.work(handle, signal);
    if (!signal.aborted) await once(signal, 'abort');
  },
);

/** Stores a message if it is genuine; returns the status to answer with. By then it is on disk. */
async function take(webhook: Webhook, inbox: Inbox, request: IncomingMessage): Promise<number> {
  // The exact bytes that were signed: JSON that is parsed and serialised again is a different text.
  const body = await text(request);
  try {
    webhook.verify(body, request.headers as Record<string, string>);
  } catch (error) {
    if (error instanceof WebhookVerificationError) return 401;
    throw error;
  }
  inbox.take({ id: String(request.headers['webhook-id']), body });
  return 204;
}

/** Put here what to do about a change: query the graph for what you need of `subject`. */
async function handle({ body }: Message): Promise<void> {
  const { type, subject } = JSON.parse(body) as { readonly type: string; readonly subject?: string };
  console.log(`${type} ${subject ?? ''}`);
}
