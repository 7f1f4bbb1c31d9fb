import { afterAll, beforeAll, expect, test } from 'vitest';
import { singleProcess } from '../../changes/replicas.ts';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openRaw } from '../support/raw-streams.ts';
import { STREAMS } from '../support/streams.ts';

const QUERY = 'subscription { customerChanged { cursor } }';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());

test.each(STREAMS)(
  'over %s, a loss is reported once no replica serves what came before it, and nothing else until then',
  async (by) => {
    const { hub, log } = gateway.changes;
    using events = await openRaw(by, gateway.url, { query: QUERY });
    await expect.poll(() => gateway.streams.size).toBe(1);
    const [before] = await record(gateway, changeOf('Customer', '1'));
    expect((await events.have(1))[0]?.data).toEqual({ customerChanged: { cursor: before } });
    const wait = Promise.withResolvers<boolean>();
    const { replicas } = log;
    Object.assign(log, { replicas: { ...singleProcess(() => true), everywhere: () => wait.promise } });
    await hub.lost(await log.newest());
    Object.assign(log, { replicas });
    await record(gateway, changeOf('Customer', '2'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const messages = () => events.lines.filter((line) => /"(data|code)"/.test(line));
    expect(messages()).toHaveLength(1);
    wait.resolve(true);
    await expect.poll(() => messages().length).toBe(2);
    expect(messages()[1]).toContain('"code":"CURSOR_EXPIRED"');
    await expect.poll(() => gateway.streams.size).toBe(0);
  },
);
