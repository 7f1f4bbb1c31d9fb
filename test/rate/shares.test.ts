import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { ANONYMOUS, principalOf } from '../../server/identity/principals.ts';
import { holderOf, unknownHolderOf } from '../../server/rate/caller.ts';
import { Slots } from '../../server/rate/slots.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { Issuer } from '../support/issuer.ts';
import { openAcknowledged, openRaw } from '../support/raw-streams.ts';
import { STREAMS } from '../support/streams.ts';
import { ask } from '../support/transports.ts';

const EVENTS = 'subscription { changes { cursor } }';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await Issuer.start();
});
afterAll(() => issuer[Symbol.asyncDispose]());

/** The credentials of a caller by this name. */
const as = async (sub: string) => ({ ...(await issuer.as('changes:read', { sub })) });

describe('of 20, one caller may take two', () => {
  let gateway: RunningGateway;
  let greedy: Record<string, string>;
  beforeAll(async () => {
    gateway = await startGatewayAlone({ ...issuer.settings, MAX_CONNECTIONS: '20', MAX_STREAMS: '20' });
    greedy = await as('greedy');
  });
  afterAll(() => gateway.close());
  beforeEach(() => expect.poll(() => gateway.streams.size).toBe(0));

  test('event streams; others are served, and so is the caller once one has ended', async () => {
    const one = await openRaw('sse', gateway.url, { query: EVENTS }, greedy);
    using two = await openRaw('sse', gateway.url, { query: EVENTS }, greedy);
    await expect.poll(() => gateway.streams.size).toBe(2);
    const third = async (headers: Record<string, string>) => {
      const accept = { accept: 'text/event-stream' };
      const answer = await fetch(`${gateway.url}/graphql?query={__typename}`, {
        headers: { ...headers, ...accept },
      });
      return [answer.status, await answer.text()] as const;
    };
    expect(await third(greedy)).toEqual([503, expect.stringContaining('"TOO_MANY_CONNECTIONS"')]);
    expect(two.results).toEqual([]);
    expect(await third(await as('modest'))).toEqual([200, expect.stringContaining('"Query"')]);
    one[Symbol.dispose]();
    await expect.poll(async () => (await third(greedy))[0]).toBe(200);
  });

  test('sockets, whose caller is known once they have said who they are', async () => {
    const sockets = [
      await openAcknowledged(gateway.url, greedy),
      await openAcknowledged(gateway.url, greedy),
    ];
    await expect(openAcknowledged(gateway.url, greedy)).rejects.toThrow('closed with 1013');
    const other = await openAcknowledged(gateway.url, await as('modest'));
    for (const socket of [...sockets, other]) socket.terminate();
    await expect
      .poll(() => openAcknowledged(gateway.url, greedy).then((socket) => socket.terminate()))
      .toBe(undefined);
  });

  test.each(STREAMS)('subscriptions, also over %s', async (by) => {
    const socket = await openAcknowledged(gateway.url, greedy);
    for (const id of ['1', '2'])
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: EVENTS } }));
    await expect.poll(() => gateway.streams.size).toBe(2);
    const codesFor = async (headers: Record<string, string>) => {
      const { errors } = await ask(by, gateway.url, { query: 'query @live { __typename }' }, headers);
      return errors?.map(({ extensions }) => extensions['code']);
    };
    expect(await codesFor(greedy)).toEqual(['TOO_MANY_OPERATIONS']);
    using other = await openRaw(by, gateway.url, { query: 'query @live { __typename }' }, await as('modest'));
    expect(await other.have(1)).toEqual([{ data: { __typename: 'Query' } }]);
    socket.terminate();
  });
});

/** An address of this machine that is not local to the gateway. */
const address = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

test.runIf(address)('sockets without credentials keep out nobody else at their address', async () => {
  const gateway = await startGatewayAlone({ ...issuer.settings, HOST: '0.0.0.0', MAX_CONNECTIONS: '20' });
  const url = `http://${address}:${new URL(gateway.url).port}`;
  const sockets = [await openAcknowledged(url), await openAcknowledged(url)];
  await expect(openAcknowledged(url)).rejects.toThrow('closed with 1013');
  sockets.push(await openAcknowledged(url, await as('modest')));
  for (const socket of sockets) socket.terminate();
  await gateway.close();
});

test('callers without a name are told apart by network, and those on this machine are not', () => {
  const named = principalOf({ name: 'token:7', scopes: [], customer: null, expiresAt: Infinity });
  expect(holderOf(named, '127.0.0.1')).toBe('token:7');
  expect(holderOf(ANONYMOUS, '2001:db8::7')).toBe('address:2001:db8::/64');
  expect(unknownHolderOf('2001:db8::7')).toBe('unknown:address:2001:db8::/64');
  for (const local of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect([holderOf(ANONYMOUS, local), unknownHolderOf(local)]).toEqual([null, null]);
});

test('a slot is given back once, to the caller that has it by then', () => {
  const slots = new Slots(4, 50);
  const [one, two] = [slots.take('a'), slots.take('a')];
  expect([slots.take('a'), two?.moveTo('b'), slots.taken]).toEqual([null, true, 2]);
  const three = slots.take('a');
  expect([three?.moveTo('a'), two?.moveTo('a'), slots.take('a')]).toEqual([true, false, null]);
  one?.release();
  one?.release();
  expect([slots.taken, slots.take('a') !== null, slots.take('a'), slots.taken]).toEqual([2, true, null, 3]);
});
