import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openRaw } from '../support/raw-streams.ts';
import { RedisServer } from '../support/redis.ts';
import { STREAMS } from '../support/streams.ts';

let redis: RedisServer;
let gateway: RunningGateway;
beforeAll(async () => {
  redis = await RedisServer.start();
  await redis.stop();
  gateway = await startGatewayAlone({ REDIS_URL: redis.url });
});
afterAll(async () => {
  await gateway.close();
  await redis[Symbol.asyncDispose]();
});

const QUERY = 'subscription ($after: String) { customerChanged(after: $after) { cursor } }';

async function refusal(by: (typeof STREAMS)[number], variables = {}) {
  using events = await openRaw(by, gateway.url, { query: QUERY, variables });
  const [result] = await events.have(1);
  return result?.errors?.[0] as { message: string; extensions: Record<string, unknown> };
}

test.each(STREAMS)(
  'over %s, a subscription is told to try again while the log cannot be reached',
  async (by) => {
    expect(await refusal(by)).toMatchObject({
      message: 'The change log cannot be reached now. Try again soon.',
      extensions: { code: 'CHANGES_UNAVAILABLE', retryable: true },
    });
  },
);

test('a live query is answered even while the log cannot be reached', async () => {
  using live = await openRaw('sse', gateway.url, { query: 'query @live { __typename }' });
  expect(await live.have(1)).toEqual([{ data: { __typename: 'Query' } }]);
});

test('events arrive once the log can be reached, and cursors of a log that is lost have expired', async () => {
  await redis.run();
  await expect.poll(() => gateway.changes.log.newest().then(Boolean, () => false)).toBe(true);
  const tryToOpen = async () => {
    const events = await openRaw('websocket', gateway.url, { query: QUERY });
    await expect.poll(() => gateway.streams.size + events.results.length).toBeGreaterThan(0);
    if (gateway.streams.size > 0) return events;
    events[Symbol.dispose]();
    return null;
  };
  let events = await tryToOpen();
  while (!events) events = await tryToOpen();
  const [cursor] = await record(gateway, changeOf('Customer', '1'));
  expect((await events.have(1))[0]?.data).toEqual({ customerChanged: { cursor } });

  // Without persistence it comes back empty.
  await redis.stop();
  await redis.run();
  await expect.poll(() => events.lines.at(-1)).toContain('"code":"CURSOR_EXPIRED"');
  await expect
    .poll(async () => (await refusal('sse', { after: cursor })).extensions['code'])
    .toBe('CURSOR_EXPIRED');
  await expect.poll(() => gateway.streams.size).toBe(0);
});
