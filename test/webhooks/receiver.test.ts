import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { sqliteBacking } from '../support/webhooks/backing.ts';
import { Bench, valueOf } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';
import { FakeClock } from '../support/webhooks/fake-clock.ts';
import type { Arrival } from '../support/webhooks/receiver.ts';

const DAY = 24 * 3_600_000;

async function failureOf(bench: Bench): Promise<string | null | undefined> {
  const { id } = await bench.endpoint();
  await bench.record(changeOf('7'));
  while ((await bench.deliveries(id))[0]?.attempts.length === undefined) await new Promise(setImmediate);
  while (((await bench.deliveries(id))[0]?.attempts.length ?? 0) < 1) await new Promise(setImmediate);
  return (await bench.deliveries(id))[0]?.attempts[0]?.error;
}

describe('a receiver', () => {
  test('that is gone (410) receives nothing until it is resumed, and then everything that it missed', async () => {
    await using bench = await Bench.open(await sqliteBacking());
    bench.receiver.reply = () => ({ status: 410 });
    const { id } = await bench.endpoint();
    await bench.record(changeOf('7'));
    await bench.turned(id, 'gone');
    await bench.record(changeOf('8'));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(bench.receiver.requests).toBe(1);
    bench.receiver.reply = () => ({ status: 200 });
    valueOf(await bench.webhooks.resume(id, true));
    await bench.counted(id, 'delivered', 2);
    expect(bench.receiver.taken).toEqual(['order:7', 'order:8']);
  });

  test('that redirects counts as failed, and the redirect is not followed', async () => {
    await using bench = await Bench.open(await sqliteBacking());
    bench.receiver.reply = ({ path }) => {
      return path === '/in' ? { status: 307, headers: { location: '/elsewhere' } } : { status: 200 };
    };
    expect(await failureOf(bench)).toBe('answered 307: redirects are not followed');
    await bench.receiver.answered(3);
    expect(new Set(bench.receiver.arrivals.map(({ path }) => path))).toEqual(new Set(['/in']));
  });

  test('that does not answer in time counts as failed', async () => {
    await using bench = await Bench.open(await sqliteBacking(), { timeoutMs: 100 });
    bench.receiver.reply = () => new Promise(() => undefined);
    expect(await failureOf(bench)).toBe('no answer within 100 ms');
  });

  test('that cannot be reached counts as failed, and the error does not show its address', async () => {
    await using bench = await Bench.open(await sqliteBacking());
    const { id } = await bench.endpoint({ url: 'http://127.0.0.1:9/' });
    expect(valueOf(await bench.webhooks.test(id))).toMatchObject({
      status: null,
      error: 'the connection failed (ECONNREFUSED)',
    });
  });

  test('that answers endlessly is cut off, and counts as having accepted the message', async () => {
    await using bench = await Bench.open(await sqliteBacking());
    let written = 0;
    const server = createServer((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) written += 16_384;
      };
      response.writeHead(200).on('drain', more);
      more();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { id } = await bench.endpoint({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    });
    expect(valueOf(await bench.webhooks.test(id))).toMatchObject({ status: 200, error: null });
    // What fits into the buffers of both sides may have been written.
    expect(written).toBeLessThan(32 * 1_024 * 1_024);
    server.closeAllConnections();
    server.close();
  });
});

describe('a secret', () => {
  const isSignedBy = (secret: string, { body, headers }: Arrival): boolean => {
    // The library checks against the clock of this machine, so the signed time is used to sign again.
    const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures } = headers;
    const signature = new Webhook(secret).sign(String(id), new Date(Number(time) * 1_000), body);
    return String(signatures).split(' ').includes(signature);
  };

  test('that was rotated out still signs for a day, in a signature of its own', async () => {
    const clock = new FakeClock();
    await using bench = await Bench.open(await sqliteBacking(), { clock });
    const { id, terms } = await bench.endpoint();
    const rotated = valueOf(await bench.webhooks.rotate(id));
    const [old, fresh] = [terms.secrets.current, rotated.terms.secrets.current];
    expect(fresh).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(fresh).not.toBe(old);
    const next = async (subject: string): Promise<Arrival | undefined> => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await bench.record(changeOf(subject));
      while (!bench.receiver.taken.includes(`order:${subject}`)) await new Promise(setImmediate);
      return bench.receiver.arrivals.at(-1);
    };
    const during = await next('1');
    if (!during) throw new Error('nothing arrived');
    expect(during.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    expect([isSignedBy(old, during), isSignedBy(fresh, during)]).toEqual([true, true]);
    clock.advance(DAY + 1);
    const after = await next('2');
    if (!after) throw new Error('nothing arrived');
    expect([isSignedBy(old, after), isSignedBy(fresh, after)]).toEqual([false, true]);
  });

  test('that is a guess does not verify the signature', async () => {
    await using bench = await Bench.open(await sqliteBacking());
    const { terms } = await bench.endpoint();
    await bench.record(changeOf('1'));
    await bench.receiver.answered(1);
    const [arrival] = bench.receiver.arrivals;
    const headers = arrival?.headers as Record<string, string>;
    new Webhook(terms.secrets.current).verify(arrival?.body ?? '', headers);
    const other = new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`);
    expect(() => other.verify(arrival?.body ?? '', headers)).toThrow(WebhookVerificationError);
  });

  test('can be rotated at most four times a day', async () => {
    const clock = new FakeClock();
    await using bench = await Bench.open(await sqliteBacking(), { clock });
    const { id } = await bench.endpoint();
    for (let round = 0; round < 4; round += 1) {
      expect((await bench.webhooks.rotate(id)).ok).toBe(true);
      clock.advance(1_000);
    }
    expect(await bench.webhooks.rotate(id)).toMatchObject({ ok: false, refusal: { code: 'REFUSED' } });
    clock.advance(DAY);
    expect(valueOf(await bench.webhooks.rotate(id)).terms.secrets.former).toHaveLength(1);
  });
});
