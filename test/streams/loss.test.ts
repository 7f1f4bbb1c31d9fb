import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChangeHub } from '../../changes/hub.ts';
import { singleProcess } from '../../changes/replicas.ts';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openRaw, type RawStream } from '../support/raw-streams.ts';
import { STREAMS } from '../support/streams.ts';
import { ask } from '../support/transports.ts';

const QUERY = 'subscription { customerChanged { cursor } }';
const RESUME = 'subscription ($after: String) { customerChanged(after: $after) { cursor } }';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());

/** The events and errors among what a client has received. */
const messagesIn = ({ lines }: RawStream) => lines.filter((line) => /"(data|code)"/.test(line));

/** Reports a loss to a gateway. The returned promise decides whether no replica serves what came before it. */
async function lose({ changes: { hub, log } }: RunningGateway): Promise<PromiseWithResolvers<boolean>> {
  const wait = Promise.withResolvers<boolean>();
  const { replicas } = log;
  Object.assign(log, { replicas: { ...singleProcess(() => true), allEvicted: () => wait.promise } });
  await hub.lost(await log.newest());
  Object.assign(log, { replicas });
  return wait;
}

/** Holds back every page of missed events but the first. */
function holdSecondPage(hub: ChangeHub): {
  readonly asked: Promise<undefined>;
  readonly release: () => void;
} {
  const { promise: asked, resolve: ask } = Promise.withResolvers<undefined>();
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  const read = hub.read.bind(hub);
  let reads = 0;
  hub.read = async (after, limit) => {
    reads += 1;
    if (reads > 1) {
      ask(undefined);
      await released;
    }
    return read(after, limit);
  };
  return {
    asked,
    release: () => {
      hub.read = read;
      release(undefined);
    },
  };
}

test.each(STREAMS)(
  'over %s, a loss is reported once no replica serves what came before it, and nothing else until then',
  async (by) => {
    using events = await openRaw(by, gateway.url, { query: QUERY });
    await expect.poll(() => gateway.streams.size).toBe(1);
    const [before] = await record(gateway, changeOf('Customer', '1'));
    expect((await events.have(1))[0]?.data).toEqual({ customerChanged: { cursor: before } });
    const wait = await lose(gateway);
    await record(gateway, changeOf('Customer', '2'));
    await pause(200);
    expect(messagesIn(events)).toHaveLength(1);
    wait.resolve(true);
    await expect.poll(() => messagesIn(events).length).toBe(2);
    expect(messagesIn(events)[1]).toContain('"code":"CURSOR_EXPIRED"');
    await expect.poll(() => gateway.streams.size).toBe(0);
  },
);

test.each(STREAMS)(
  'over %s, a subscription from now on begins once no replica serves what came before a loss',
  async (by) => {
    const wait = await lose(gateway);
    const opening = openRaw(by, gateway.url, { query: QUERY });
    await pause(200);
    expect(gateway.streams.size).toBe(0);
    wait.resolve(true);
    using events = await opening;
    await expect.poll(() => gateway.streams.size).toBe(1);
    const [cursor] = await record(gateway, changeOf('Customer', '1'));
    expect((await events.have(1))[0]?.data).toEqual({ customerChanged: { cursor } });
  },
);

test('changesCursor is answered once no replica serves what came before a loss', async () => {
  const wait = await lose(gateway);
  let isAnswered = false;
  const asked = ask('http', gateway.url, { query: '{ changesCursor }' }).finally(() => (isAnswered = true));
  await pause(200);
  expect(isAnswered).toBe(false);
  wait.resolve(true);
  expect((await asked).data).toEqual({ changesCursor: await gateway.changes.log.newest() });
});

test.each(STREAMS)('over %s, a client that is still catching up is told of a loss as well', async (by) => {
  const [before = ''] = await record(gateway, changeOf('Customer', '1'));
  const missed = Array.from({ length: 501 }, (_, at) => changeOf('Customer', String(at)));
  const last = (await record(gateway, ...missed)).at(-1);
  await expect.poll(() => gateway.changes.hub.position).toBe(last);
  const held = holdSecondPage(gateway.changes.hub);
  using events = await openRaw(by, gateway.url, { query: RESUME, variables: { after: before } });
  await held.asked;
  const wait = await lose(gateway);
  wait.resolve(true);
  await expect.poll(() => messagesIn(events).at(-1)).toContain('"code":"CURSOR_EXPIRED"');
  await expect.poll(() => gateway.streams.size).toBe(0);
  held.release();
});

test.each(STREAMS)('over %s, a loss after which more is lost is reported with the later one', async (by) => {
  using events = await openRaw(by, gateway.url, { query: QUERY });
  await expect.poll(() => gateway.streams.size).toBe(1);
  const first = await lose(gateway);
  first.resolve(false);
  await record(gateway, changeOf('Customer', '3'));
  await pause(200);
  expect(messagesIn(events)).toEqual([]);
  const second = await lose(gateway);
  second.resolve(true);
  await expect.poll(() => messagesIn(events).length).toBe(1);
  expect(messagesIn(events)[0]).toContain('"code":"CURSOR_EXPIRED"');
  expect(messagesIn(events)[0]).toContain(`"oldest":"${await gateway.changes.log.newest()}"`);
  await expect.poll(() => gateway.streams.size).toBe(0);
});

test('a client that waits to be told of a loss when the replica shuts down is told where to go on', async () => {
  const other = await startGatewayAlone();
  using events = await openRaw('websocket', other.url, { query: QUERY });
  await expect.poll(() => other.streams.size).toBe(1);
  const [cursor = ''] = await record(other, changeOf('Customer', '1'));
  await events.have(1);
  const wait = await lose(other);
  wait.resolve(false);
  await pause(50);
  await other.close();
  expect(await events.ended).toEqual({ code: 1001, reason: `Going away; go on after ${cursor}` });
});
