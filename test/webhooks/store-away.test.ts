import { describe, expect, test } from 'vitest';
import type { WebhookStore } from '../../changes/webhooks/store.ts';
import { WebhooksUnavailableError } from '../../changes/errors/webhooks-unavailable.ts';
import { sqliteBacking } from '../support/webhooks/backing.ts';
import { Bench, openOn } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';

/** A store of which one call of a method fails: call number `at` after `begin` was called. */
function failingOnce(store: WebhookStore, method: keyof WebhookStore, at: number, when: 'before' | 'after') {
  let calls = Infinity;
  const failing = new Proxy(store, {
    get: (target, name) => {
      const original = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
      if (name !== method) return original.bind(target);
      return async (...args: unknown[]) => {
        calls -= 1;
        if (calls !== 0) return original.apply(target, args);
        if (when === 'after') await original.apply(target, args);
        throw new WebhooksUnavailableError(new Error('once'));
      };
    },
  });
  return { store: failing, begin: () => (calls = at), hasFailed: () => calls <= 0 };
}

describe('a store that fails once holds nothing up permanently', () => {
  test.each([
    ['during the first read', 'waiting', 1, 'before'],
    ['before the endpoint is read', 'endpoint', 1, 'before'],
    ['after a step through the log', 'take', 1, 'after'],
    ['before a step through the log', 'take', 1, 'before'],
    ['during the read after a step', 'waiting', 2, 'before'],
    ['before a delivery is sent', 'delivery', 1, 'before'],
    ['after an attempt was recorded', 'settle', 1, 'after'],
    ['before an attempt was recorded', 'settle', 1, 'before'],
    ['when leases are requested', 'hold', 1, 'after'],
  ] as const)('%s', async (_, method, at, when) => {
    await using bench = await Bench.open(await sqliteBacking());
    const { id } = await bench.endpoint();
    await bench.webhooks.pause(id);
    // Another process, which starts later, finds some deliveries pending and some changes still in the log.
    bench.receiver.reply = () => ({ status: 500 });
    await bench.webhooks.resume(id, true);
    await bench.record(changeOf('1'), changeOf('2'));
    await bench.receiver.answered(2);
    await bench.webhooks.close();
    bench.receiver.reply = () => ({ status: 200 });
    await bench.record(changeOf('1'), changeOf('3'));

    const away = failingOnce(bench.backing.open(), method, at, when);
    away.begin();
    const other = openOn({ ...bench.backing, open: () => away.store });
    while ((await other.counts(id)).delivered < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(away.hasFailed()).toBe(true);
    expect(new Set(bench.receiver.taken)).toEqual(new Set(['order:1', 'order:2', 'order:3']));
    expect(await other.counts(id)).toEqual({ pending: 0, delivered: 4, failed: 0 });
    await other.close();
  });
});
