import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openRaw } from '../support/raw-streams.ts';
import { collect, STREAMS, type StreamResult } from '../support/streams.ts';
import type { Operation } from '../support/transports.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone({ CHANGES_MAX_EVENTS: '2000' });
});
afterAll(() => gateway.close());

const VARIABLE = 'subscription ($after: String) { customerChanged(after: $after) { cursor } }';
const LITERAL = (after: string) => ({
  query: `subscription { customerChanged(after: ${JSON.stringify(after)}) { cursor } }`,
});

const customers = (count: number) =>
  Array.from({ length: count }, (_, at) => changeOf('Customer', String(at)));
const cursorsOf = (events: readonly StreamResult[]) =>
  events.map((event) => event.data.customerChanged.cursor as string);
/** Waits until this replica has announced everything up to the cursor. */
const announcedUpTo = (cursor: string | undefined) =>
  expect.poll(() => gateway.changes.hub.position === cursor, { interval: 1 }).toBe(true);

describe.each(STREAMS)('over %s, a client that resumes', (by) => {
  test.each<[string, (after: string) => Operation]>([
    ['with a cursor in the text', LITERAL],
    ['with a cursor as a variable', (after) => ({ query: VARIABLE, variables: { after } })],
    [
      'with a cursor as the default of a variable',
      (after) => ({ query: VARIABLE.replace('String)', `String = "${after}")`) }),
    ],
  ])('%s receives what it missed, and continues', async (_how, operation) => {
    const [before = ''] = await record(gateway, ...customers(1));
    const missed = await record(gateway, ...customers(700));
    using events = collect(by, gateway.url, operation(before));
    const first = await events.take(700);
    const live = await record(gateway, ...customers(3));
    expect(cursorsOf([...first, ...(await events.take(3))])).toEqual([...missed, ...live]);
  });

  test('with the newest cursor receives what happens from then on', async () => {
    const [newest = ''] = await record(gateway, ...customers(1));
    await announcedUpTo(newest);
    using events = await openRaw(by, gateway.url, { query: VARIABLE, variables: { after: newest } });
    await expect.poll(() => gateway.streams.size).toBe(1);
    const live = await record(gateway, ...customers(1));
    expect(cursorsOf(await events.have(1))).toEqual(live);
  });

  test('with a cursor that another replica gave out receives nothing twice and misses nothing', async () => {
    // Another replica is ahead of this one, which is still evicting.
    const memory = gateway.cache.memory.evict.bind(gateway.cache.memory);
    const gate = Promise.withResolvers<undefined>();
    const { hub } = gateway.changes;
    await announcedUpTo(await gateway.changes.log.newest());
    const evict = gateway.cache.evict.bind(gateway.cache);
    gateway.cache.evict = async (tags) => {
      await gate.promise;
      return memory(tags);
    };
    const [first, ahead = '', after] = await record(gateway, ...customers(3));
    expect(hub.position).not.toBe(first);
    using events = await openRaw(by, gateway.url, { query: VARIABLE, variables: { after: ahead } });
    await expect.poll(() => gateway.streams.size).toBe(1);
    gate.resolve(undefined);
    gateway.cache.evict = evict;
    const live = await record(gateway, ...customers(2));
    expect(cursorsOf(await events.have(3))).toEqual([after, ...live]);
  });

  test('with an expired cursor gets an error that says so, and where the log begins', async () => {
    const [old = ''] = await record(gateway, ...customers(1));
    // A replica keeps the newest 10,000 events in memory, and serves those without the log.
    for (let at = 0; at < 26; at++) await record(gateway, ...customers(500));
    await announcedUpTo(await gateway.changes.log.newest());
    const oldest = await gateway.changes.log.oldest();
    using events = collect(by, gateway.url, LITERAL(old));
    const [error] = await errorsOf(events);
    expect(error).toMatchObject({
      message: expect.stringContaining(`go on after ${oldest}`) as string,
      extensions: { code: 'CURSOR_EXPIRED', oldest, requestId: expect.any(String) as string },
    });
    using again = collect(by, gateway.url, LITERAL(oldest));
    expect((await again.take(500)).length).toBe(500);
  });

  test.each([
    ['empty text', ''],
    ['words', 'yesterday'],
    ['a number', '17'],
    ['a log id without a position', 'AAAAAAAAAAAA.'],
    ['a position in scientific notation', 'LIFE.1e99'],
    ['a position in hexadecimal', 'LIFE.0x10'],
    ['a position with spaces', 'LIFE. 12 '],
    ['a negative position', 'LIFE.-1'],
    ['a position with three parts', 'LIFE.1-2-3'],
    ['a position too large for a number', `LIFE.${'9'.repeat(40)}`],
    ['a line break', 'LIFE.1\n\ndata: x'],
    ['very long text', 'x'.repeat(10_000)],
  ])('with %s instead of a cursor gets an error that says so', async (_what, text) => {
    const [life = ''] = (await gateway.changes.log.newest()).split('.');
    using events = collect(by, gateway.url, LITERAL(text.replace('LIFE', life)));
    const [error] = await errorsOf(events);
    expect(error?.message).toContain('is no cursor of the change log');
    expect(error?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  test.each([
    ['of another log', (life: string) => `${life.slice(1)}${life.slice(0, 1)}.1404216000000000`],
    ['that was never given out', (life: string) => `${life}.1404216000000001`],
    ['from the future', (life: string) => `${life}.9004216000000001`],
  ])('with a cursor %s gets an error that it has expired', async (_what, cursor) => {
    const [life = ''] = (await gateway.changes.log.newest()).split('.');
    using events = collect(by, gateway.url, LITERAL(cursor(life)));
    expect((await errorsOf(events))[0]?.extensions['code']).toBe('CURSOR_EXPIRED');
  });
});

describe('Last-Event-ID', () => {
  const open = (operation: Operation, lastEventId: string) =>
    openRaw('sse', gateway.url, operation, { 'last-event-id': lastEventId });

  test('is where to resume if the operation does not say', async () => {
    const [before = '', ...missed] = await record(gateway, ...customers(4));
    using events = await open({ query: 'subscription { customerChanged { cursor } }' }, before);
    expect(cursorsOf(await events.have(3))).toEqual(missed);
    // Each event has its cursor as id.
    expect(events.lines.filter((line) => line.includes('next')).map((line) => line.split('\n')[0])).toEqual(
      missed.map((cursor) => `id: ${cursor}`),
    );
  });

  test('takes precedence over the older cursor in the operation that a browser repeats', async () => {
    const [began = '', last = '', ...missed] = await record(gateway, ...customers(4));
    using events = await open(LITERAL(began), last);
    expect(cursorsOf(await events.have(2))).toEqual(missed);
  });

  test('does not take a client back to before the cursor that it asks for', async () => {
    const [old = '', after = '', ...missed] = await record(gateway, ...customers(4));
    using events = await open(LITERAL(after), old);
    expect(cursorsOf(await events.have(2))).toEqual(missed);
  });

  test('that is not a cursor is refused on its own, and ignored beside a cursor', async () => {
    const [after = '', ...missed] = await record(gateway, ...customers(3));
    using refused = await open({ query: 'subscription { customerChanged { cursor } }' }, '17');
    const [result] = await refused.have(1);
    expect(result?.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    using events = await open(LITERAL(after), '17');
    expect(cursorsOf(await events.have(2))).toEqual(missed);
  });

  test('is accepted with GET, as EventSource in browsers sends it', async () => {
    const [before = '', ...missed] = await record(gateway, ...customers(3));
    const query = encodeURIComponent('subscription { customerChanged { cursor } }');
    const leave = new AbortController();
    const answer = await fetch(`${gateway.url}/graphql?query=${query}`, {
      headers: { accept: 'text/event-stream', 'last-event-id': before },
      signal: leave.signal,
    });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes(missed[1] ?? '-')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain(`id: ${missed[0]}\nevent: next\n`);
    leave.abort();
  });
});

async function errorsOf(events: { take: (count: number) => Promise<StreamResult[]> }) {
  try {
    const [result] = await events.take(1);
    return (result?.errors ?? []) as readonly { message: string; extensions: Record<string, unknown> }[];
  } catch (error) {
    const { cause } = error as { cause: unknown };
    return cause as readonly { message: string; extensions: Record<string, unknown> }[];
  }
}
