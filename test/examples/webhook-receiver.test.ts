import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { startProduct, type Product } from '../support/product.ts';
import { ExampleProcess, temporaryFolder } from './support.ts';

const EXAMPLE = 'webhook-receiver';
const opened = new AsyncDisposableStack();
let product: Product;
let env: Record<string, string>;

beforeAll(async () => {
  product = opened.use(
    await startProduct({ WEBHOOKS_ALLOW_PRIVATE: 'on', WEBHOOKS_ALLOW_HTTP: 'on', CHANGES_POLL_MS: '200' }),
  );
  // The receiver needs the webhook's secret, so the webhook is created before it starts.
  const port = await freePort();
  const { data } = await product.query(
    'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { secret userErrors { message } } }',
    { input: { url: `http://127.0.0.1:${port}/`, filter: { entities: ['Customer'] } } },
  );
  expect(data.webhookCreate.userErrors).toEqual([]);
  const folder = opened.use(temporaryFolder());
  env = {
    // Settings of the gateway, as a user may have exported them in the shell: the example must ignore them.
    PORT: new URL(product.url).port,
    DATA_DIR: '/dev/null',
    WEBHOOK_SECRET: data.webhookCreate.secret,
    RECEIVER_PORT: String(port),
    RECEIVER_DATA_DIR: folder.path,
  };
});
afterAll(() => opened.disposeAsync());

/** Sends a message as the product would, and gives the status of the answer. */
async function send(id: string, subject: string, secret = env['WEBHOOK_SECRET'] ?? ''): Promise<number> {
  const body = JSON.stringify({ type: 'customer.updated', subject });
  const at = new Date();
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  return (await fetch(`http://127.0.0.1:${env['RECEIVER_PORT']}/`, { method: 'POST', headers, body })).status;
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

test('a message that the product sends is handled', async () => {
  await using process = new ExampleProcess(EXAMPLE, env);
  await process.printed('Takes webhooks');
  await product.query(
    'mutation { customerUpdate(id: "customer:29485", input: { phone: "555-0100" }) { userErrors { code } } }',
  );
  await process.printed('customer.updated customer:29485');
});

test('forged messages are refused and repeated ones handled once, even after kill -9', async () => {
  const process = new ExampleProcess(EXAMPLE, env);
  await process.printed('Takes webhooks');
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  expect(await send('msg_forged', 'customer:1', other)).toBe(401);
  expect(await send('msg_1', 'customer:11')).toBe(204);
  expect(await send('msg_1', 'customer:11')).toBe(204);
  expect(await send('msg_2', 'customer:12')).toBe(204);
  await process.printed('customer:12');
  const { stdout: first } = await process.kill();
  await using again = new ExampleProcess(EXAMPLE, env);
  await again.printed('Takes webhooks');
  expect(await send('msg_1', 'customer:11')).toBe(204);
  expect(await send('msg_3', 'customer:13')).toBe(204);
  const printed = first + (await again.printed('customer:13'));
  expect(occurrences(printed, 'customer:11\n')).toBe(1);
  expect(printed).not.toContain('customer:1\n');
});

test('the receiver does not start without a secret', async () => {
  await using process = new ExampleProcess(EXAMPLE, { ...env, WEBHOOK_SECRET: '' });
  expect(await process.ended).toMatchObject({ code: 1, stderr: expect.stringContaining('WEBHOOK_SECRET') });
});

test('if its port is in use, the error names the setting to change', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await using process = new ExampleProcess(EXAMPLE, { ...env, RECEIVER_PORT: String(port) });
  const { code, stderr } = await process.ended;
  taken.close();
  expect(code).toBe(1);
  expect(stderr).toContain(
    `Port ${port} is taken by another program. Stop it, or set RECEIVER_PORT to another port.`,
  );
});
