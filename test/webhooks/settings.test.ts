import { expect, test } from 'vitest';
import { refusedRange } from '../../changes/webhooks/target/addresses.ts';
import { ConfigError, readConfig } from '../../server/config.ts';

const read = (env: Record<string, string>) => readConfig(env, []).webhooks;

test('without settings, nothing is sent to private addresses or unencrypted', () => {
  const { targets, ...rest } = read({});
  expect(targets).toEqual({ allowed: [], http: false });
  expect(rest).toEqual({ concurrency: 8, totalConcurrency: 128, maxEndpoints: 100, maxPending: 10_000 });
});

test('private addresses can be allowed all together or by range', () => {
  expect(read({ WEBHOOKS_ALLOW_PRIVATE: 'on', WEBHOOKS_ALLOW_HTTP: 'on' }).targets).toEqual({
    allowed: 'all',
    http: true,
  });
  const { allowed } = read({ WEBHOOKS_ALLOW_PRIVATE: '10.1.0.0/16, fd00::7' }).targets;
  const may = (address: string) => refusedRange(address, allowed) === null;
  expect(['10.1.2.3', 'fd00::7', '10.2.0.1', 'fd00::8', '127.0.0.1'].map(may)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('text that is not a range is refused with an example of one', () => {
  const faults = (() => {
    try {
      read({ WEBHOOKS_ALLOW_PRIVATE: '10.1.0.0/16,intranet', WEBHOOKS_CONCURRENCY: '0' });
      return [];
    } catch (error) {
      return error instanceof ConfigError ? error.faults : [];
    }
  })();
  expect(faults).toEqual([
    'WEBHOOKS_ALLOW_PRIVATE must be on, off, or list ranges such as 10.1.0.0/16 or fd00::7, got "intranet".',
    'WEBHOOKS_CONCURRENCY must be a whole number from 1 to 1000, got "0".',
  ]);
});
