import { expect, test } from 'vitest';
import { QuotaLowError } from '../../datasources/rest/errors/quota-low.ts';
import { Quota } from '../../datasources/rest/quota.ts';
import { requestScope } from '../../datasources/load/request-reads.ts';
import { backgroundCall, type Headers, type Purpose } from '../../datasources/scope.ts';
import { answering, FaultServer } from '../support/fault-server.ts';
import { restClient } from '../support/source.ts';

const inAMinute = String(Math.round(Date.now() / 1_000) + 60);

test.each<[what: string, headers: Headers, waitSeconds: number | null]>([
  ['without quota headers', {}, null],
  [
    'with the standard headers',
    { ratelimit: '"day";r=10;t=60', 'ratelimit-policy': '"day";q=100;w=86400' },
    60,
  ],
  [
    'with enough quota left',
    { ratelimit: '"day";r=20;t=60', 'ratelimit-policy': '"day";q=100;w=86400' },
    null,
  ],
  [
    'with two quotas, of which one is low',
    { ratelimit: '"day";r=900;t=60, "minute";r=1;t=30', 'ratelimit-policy': '"day";q=1000, "minute";q=10' },
    30,
  ],
  ['with a window but no reset', { ratelimit: '"m";r=0', 'ratelimit-policy': '"m";q=10;w=60' }, 60],
  [
    'with the headers of an earlier draft',
    { 'ratelimit-limit': '100', 'ratelimit-remaining': '3', 'ratelimit-reset': '60' },
    60,
  ],
  [
    'with a date as its reset',
    { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': inAMinute },
    60,
  ],
  ['without any reset', { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '3' }, 1],
  [
    'with invalid headers',
    { 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '-1', ratelimit: 'r=;t=x', 'ratelimit-policy': '' },
    null,
  ],
])('background calls to a system %s wait as long as its headers say', (_what, headers, waitSeconds) => {
  const quota = new Quota();
  quota.heed(headers);
  const wait = quota.waitMs('background');
  if (waitSeconds === null) expect(wait).toBeNull();
  else expect(Math.abs((wait ?? 0) - waitSeconds * 1_000)).toBeLessThan(1_100);
});

test.each<[left: number, going: readonly Purpose[]]>([
  [20, ['background', 'report', 'single']],
  [19, ['report', 'single']],
  [10, ['report', 'single']],
  [9, ['single']],
  [0, ['single']],
])('with %i of a hundred left, calls are allowed for %j', (left, going) => {
  const quota = new Quota();
  quota.heed({ 'ratelimit-limit': '100', 'ratelimit-remaining': String(left), 'ratelimit-reset': '60' });
  const all = ['background', 'report', 'single'] as const;
  expect(all.filter((purpose) => quota.waitMs(purpose) === null)).toEqual(going);
});

test('while little quota is left, no changes are polled, and requests are still answered', async () => {
  await using system = await FaultServer.start();
  await using client = restClient(system.url);
  const requester = { requestId: 'test', signal: new AbortController().signal };
  const left = (remaining: number) =>
    answering(200, '{}', {
      'ratelimit-limit': '100',
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': '60',
    });
  const inBackground = () => client.get('/changes', {}, backgroundCall(requester));
  const forARequest = () => client.get('/orders', {}, requestScope(requester));

  system.always(left(50));
  await inBackground();
  system.always(left(19));
  await inBackground();
  const refused = await inBackground().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(QuotaLowError);
  expect(refused).toMatchObject({ code: 'UPSTREAM_QUOTA_LOW', retryable: true });
  expect(client.isQuotaLow).toBe(true);
  expect(client.stats.spared).toBe(1);
  await forARequest();
  system.always(left(100));
  await forARequest();
  await inBackground();
  expect(client.isQuotaLow).toBe(false);
});
