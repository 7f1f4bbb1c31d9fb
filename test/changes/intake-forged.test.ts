import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { FakeUpstream } from '../support/changes/fake-upstream.ts';
import {
  memoryLog,
  newSecret,
  openIntakeServer,
  SECRET,
  signatureOf,
  type IntakeServer,
} from '../support/changes/intake-server.ts';

const OLD_SECRET = newSecret();
const now = () => Math.floor(Date.now() / 1_000);

let system: FakeUpstream;
let server: IntakeServer;

beforeAll(async () => {
  system = await FakeUpstream.start();
});

afterAll(async () => {
  await system[Symbol.asyncDispose]();
});

beforeEach(async () => {
  server = await openIntakeServer(system.sourceWithoutFeed, { secrets: [SECRET, OLD_SECRET] });
  return () => server[Symbol.asyncDispose]();
});

/** A body and the header fields it is sent with. */
interface Forgery {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Record<string, string>;
}

const keyOf = (secret: string) => Buffer.from(secret.slice('whsec_'.length), 'base64');

/** The HMAC of what a forger believes is signed. */
const hmac = (text: string, key: Buffer | string = keyOf(SECRET), algorithm = 'sha256') =>
  createHmac(algorithm, key).update(text).digest('base64');

/** What forgers can do if they have seen genuine webhooks, have some other secret, or know half of the scheme. */
const FORGERIES: Record<string, (good: Forgery, seconds: string) => Forgery> = {
  'no header fields at all': ({ body }) => ({ body, headers: {} }),
  'no id': ({ body, headers }) => ({ body, headers: without(headers, 'webhook-id') }),
  'no timestamp': ({ body, headers }) => ({ body, headers: without(headers, 'webhook-timestamp') }),
  'no signature': ({ body, headers }) => ({ body, headers: without(headers, 'webhook-signature') }),
  'an empty signature': (good) => signed(good, ''),
  'a scheme without a signature': (good) => signed(good, 'v1'),
  'a scheme and an empty signature': (good) => signed(good, 'v1,'),
  'another secret': ({ body }) => ({ body, headers: signatureOf(String(body), { secret: newSecret() }) }),
  'another body': ({ body, headers }) => ({ body: String(body).replace('a thing', 'my thing'), headers }),
  'a body with one more byte': ({ body, headers }) => ({ body: `${String(body)} `, headers }),
  'another id': ({ body, headers }) => ({ body, headers: { ...headers, 'webhook-id': 'webhook-of-mine' } }),
  'another timestamp': ({ body, headers }) => ({
    body,
    headers: { ...headers, 'webhook-timestamp': String(now() + 1) },
  }),
  'letters after the timestamp': ({ body, headers }, seconds) => ({
    body,
    headers: { ...headers, 'webhook-timestamp': `${seconds}x` },
  }),
  'a genuine signature from 6 minutes ago': ({ body }) => ({
    body,
    headers: signatureOf(String(body), { timestamp: now() - 360 }),
  }),
  'a genuine signature from 6 minutes ahead': ({ body }) => ({
    body,
    headers: signatureOf(String(body), { timestamp: now() + 360 }),
  }),
  'only the body signed': (good) => signed(good, `v1,${hmac(String(good.body))}`),
  'only the timestamp and body signed': (good, seconds) =>
    signed(good, `v1,${hmac(`${seconds}.${String(good.body)}`)}`),
  'the text of the secret as the key': (good, seconds) =>
    signed(good, `v1,${hmac(textOf(good, seconds), SECRET)}`),
  'an empty key': (good, seconds) => signed(good, `v1,${hmac(textOf(good, seconds), '')}`),
  'a SHA-1 signature': (good, seconds) =>
    signed(good, `v1,${hmac(textOf(good, seconds), keyOf(SECRET), 'sha1')}`),
  'a signature in hexadecimal': (good, seconds) =>
    signed(good, `v1,${Buffer.from(hmac(textOf(good, seconds)), 'base64').toString('hex')}`),
  'half of the signature': (good) => signed(good, (good.headers['webhook-signature'] ?? '').slice(0, 24)),
  'the scheme for public keys': (good) =>
    signed(good, (good.headers['webhook-signature'] ?? '').replace('v1,', 'v1a,')),
  'a genuine signature in a list separated by commas': (good) =>
    signed(good, `v1,x,${(good.headers['webhook-signature'] ?? '').slice(3)}`),
  'bytes that only decode to the same text': ({ body }) => {
    // The library compares text, and decodes any invalid byte as U+FFFD.
    const text = String(body).replace('a thing', '\uFFFD');
    const bytes = Buffer.from(text);
    const at = bytes.indexOf('\uFFFD');
    return {
      body: new Uint8Array([...bytes.subarray(0, at), 0xff, ...bytes.subarray(at + 3)]),
      headers: signatureOf(text),
    };
  },
};

function signed({ body, headers }: Forgery, signature: string): Forgery {
  return { body, headers: { ...headers, 'webhook-signature': signature } };
}

function textOf({ body, headers }: Forgery, seconds: string): string {
  return `${headers['webhook-id']}.${seconds}.${String(body)}`;
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name));
}

async function post({ body, headers }: Forgery): Promise<number> {
  const answer = await fetch(`${server.url}/changes/upstream`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/cloudevents+json', ...headers },
  });
  await answer.body?.cancel();
  return answer.status;
}

function genuine(): Forgery {
  const body = JSON.stringify(system.event(system.change('a thing')));
  return { body, headers: signatureOf(body) };
}

describe('a forged webhook', () => {
  test.each(Object.entries(FORGERIES))('with %s is refused and has no effect', async (_, forge) => {
    const good = genuine();
    const forged = forge(good, good.headers['webhook-timestamp'] ?? '');
    expect(await post(forged)).toBe(401);
    expect(await server.events()).toEqual([]);
    expect(server.intake.stats['upstream']).toMatchObject({ forged: 1, received: 0, recorded: 0 });
    // The genuine webhook that it was made from is accepted: nothing else was wrong with it.
    expect(await post(good)).toBe(200);
    expect(await server.events()).toHaveLength(1);
  });

  test('is answered with what is wrong and how to fix it, without any secret', async () => {
    const answer = await server.send({}, { secret: newSecret() });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('StandardWebhooks');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body.errors[0]).toMatchObject({
      message: expect.stringContaining('id.timestamp.body'),
      extensions: { code: 'UNSIGNED', requestId: expect.any(String) },
    });
    expect(JSON.stringify(answer.body)).not.toContain('whsec_');
  });
});

describe('a genuine webhook', () => {
  test('is accepted with either of two secrets, but not with one that was removed', async () => {
    const event = () => system.event(system.change('a thing'));
    expect((await server.send(event(), { secret: SECRET })).status).toBe(200);
    expect((await server.send(event(), { secret: OLD_SECRET })).status).toBe(200);
    await using rotated = await openIntakeServer(system.sourceWithoutFeed, { secrets: [SECRET] });
    expect((await rotated.send(event(), { secret: OLD_SECRET })).status).toBe(401);
    expect((await rotated.send(event(), { secret: SECRET })).status).toBe(200);
  });

  test('may carry several signatures, any of which may match', async () => {
    const body = JSON.stringify(system.event(system.change('a thing')));
    const headers = signatureOf(body);
    const matching = headers['webhook-signature'] ?? '';
    const other = new Webhook(newSecret()).sign('x', new Date(), body);
    const signatures = ['v1a,abc', other, 'v1', matching, other].join(' ');
    expect(await post({ body, headers: { ...headers, 'webhook-signature': signatures } })).toBe(200);
  });

  test.each([-295, 295])('may be %d s off the gateway’s clock', async (seconds) => {
    const event = system.event(system.change('a thing'));
    expect((await server.send(event, { timestamp: now() + seconds })).status).toBe(200);
  });

  test('may be in any language', async () => {
    const event = system.event(system.change('Übergröße 漢字 🧦'));
    expect((await server.send(event)).status).toBe(200);
    expect((await server.events())[0]?.id).toBe('Übergröße 漢字 🧦');
  });
});

describe('a system without a secret', () => {
  test('may not send webhooks, and the answer says what to do', async () => {
    await using closed = await openIntakeServer(system.source, { secrets: [] });
    const answer = await closed.send(system.event(system.change('a thing')));
    expect(answer.status).toBe(404);
    expect(answer.body.errors[0].message).toContain('secret');
    expect(await closed.events()).toEqual([]);
  });

  test.each(['nobody', '__proto__', 'constructor', 'toString', '%2e%2e'])(
    'may not send webhooks, nor may the unknown %s',
    async (name) => {
      const answer = await server.send(system.event(system.change('a thing')), { system: name });
      expect(answer.status).toBe(404);
      expect(await server.events()).toEqual([]);
    },
  );
});

test('a flood of forgeries is counted, and logged once a minute', async () => {
  const lines: object[] = [];
  const note = (fields: object) => void lines.push(fields);
  const logger = { debug: note, warn: note, error: note };
  await using flooded = await openIntakeServer(system.source, { logger, log: memoryLog() });
  for (let sent = 0; sent < 50; sent += 1) await flooded.send({}, { secret: newSecret() });
  expect(flooded.intake.stats['upstream']?.forged).toBe(50);
  expect(lines).toHaveLength(1);
});
