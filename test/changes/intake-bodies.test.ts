import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  openIntakeServer,
  signatureOf,
  type IntakeServer,
  type IntakeResponse,
} from '../support/changes/intake-server.ts';
import { FakeUpstream } from '../support/changes/fake-upstream.ts';

const ONE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

let system: FakeUpstream;
let server: IntakeServer;

beforeAll(async () => {
  system = await FakeUpstream.start();
});

afterAll(async () => {
  await system[Symbol.asyncDispose]();
});

beforeEach(async () => {
  server = await openIntakeServer(system.sourceWithoutFeed);
  return () => server[Symbol.asyncDispose]();
});

const event = (more: object = {}) => ({ ...system.event(system.change('a thing')), ...more });

async function expectRefused(answer: Promise<IntakeResponse>, status: number, words: string): Promise<void> {
  const { status: given, body } = await answer;
  expect([given, body.errors?.[0]?.message]).toEqual([status, expect.stringContaining(words)]);
  expect(await server.events()).toEqual([]);
}

describe('media types', () => {
  test.each([
    [ONE, 'one'],
    [`${ONE}; charset=utf-8`, 'one'],
    [`${ONE};charset="UTF-8"`, 'one'],
    ['Application/CloudEvents+JSON', 'one'],
    ['application/json', 'one'],
    [BATCH, 'batch'],
    ['application/json', 'batch'],
  ])('%s is accepted (%s)', async (type, form) => {
    expect((await server.send(form === 'one' ? event() : [event(), event()], { type })).status).toBe(200);
    expect(await server.events()).toHaveLength(form === 'one' ? 1 : 2);
  });

  test.each([
    ['text/plain', 'structured mode'],
    ['application/xml', 'structured mode'],
    ['application/cloudevents+avro', 'structured mode'],
    ['multipart/form-data; boundary=x', 'structured mode'],
    ['constructor', 'structured mode'],
    [`${ONE}; charset=utf-16`, 'UTF-8'],
    ['application/json; charset=utf-7', 'UTF-8'],
    ['application/json; charset=iso-8859-1', 'UTF-8'],
  ])('%s is refused', (type, words) => expectRefused(server.send(event(), { type }), 415, words));

  test.each([
    [ONE, 'One CloudEvent'],
    [BATCH, 'array of CloudEvents'],
  ])('%s is refused with a body of the other form', (type, words) =>
    expectRefused(server.send(type === ONE ? [event()] : event(), { type }), 400, words),
  );

  test('a compressed body is refused before it is decompressed', async () => {
    const body = JSON.stringify(event());
    const answer = await fetch(`${server.url}/changes/upstream`, {
      method: 'POST',
      body: gzipSync(body),
      headers: { 'content-type': ONE, 'content-encoding': 'gzip', ...signatureOf(body) },
    });
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain('gzip');
    expect(await server.events()).toEqual([]);
  });
});

describe('bodies', () => {
  const MEBIBYTE = 1024 * 1024;
  const padded = (bytes: number) => {
    const body = JSON.stringify(event());
    return body + ' '.repeat(bytes - Buffer.byteLength(body));
  };

  test('a body of one mebibyte is accepted', async () => {
    expect((await server.send(padded(MEBIBYTE))).status).toBe(200);
  });

  test('a body one byte larger is refused, and the answer names the limit', () =>
    expectRefused(server.send(padded(MEBIBYTE + 1)), 413, String(MEBIBYTE)));

  test('a body that is too large is refused even if its size is not declared', async () => {
    const body = padded(3 * MEBIBYTE);
    const streamed = {
      method: 'POST',
      body: new Blob([body]).stream(),
      duplex: 'half',
      headers: { 'content-type': ONE, ...signatureOf(body) },
    };
    const answer = await fetch(`${server.url}/changes/upstream`, streamed);
    expect(answer.status).toBe(413);
    expect(await server.events()).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['an empty body', '', 'not JSON'],
    ['half of an event', '{"specversion":"1.0",', 'not JSON'],
    ['text that is not JSON', 'specversion=1.0', 'not JSON'],
    ['a byte order mark', '\uFEFF{}', 'not JSON'],
    ['a JSON string', '"event"', 'an object was expected'],
    ['null', 'null', 'an object was expected'],
    ['brackets that never close', '['.repeat(500_000), 'not JSON'],
  ])('%s is refused', (_, body, words) => expectRefused(server.send(body), 400, words));

  test('data nested 100,000 levels deep is accepted', async () => {
    const depth = 100_000;
    const data = `{"owners":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const body = JSON.stringify(event({ type: 'stranger.created', data: 'DATA' })).replace('"DATA"', data);
    expect((await server.send(body)).status).toBe(202);
  });

  test('an empty batch is accepted and records nothing', async () => {
    expect((await server.send([], { type: BATCH })).status).toBe(200);
    expect(await server.events()).toEqual([]);
  });

  test('a batch of more events than one step may record is refused', () => {
    const many = Array.from({ length: 1_001 }, (_, number) => ({ ...event(), id: String(number) }));
    return expectRefused(server.send(many, { type: BATCH }), 400, '1000 events');
  });
});

describe('CloudEvents', () => {
  test.each<[string, object, string]>([
    ['no specversion', { specversion: undefined }, '"specversion" as "1.0"'],
    ['another specversion', { specversion: '0.3' }, '"specversion" as "1.0"'],
    ['a number as specversion', { specversion: 1 }, '"specversion" as "1.0"'],
    ['no id', { id: undefined }, '"id" as text'],
    ['an empty id', { id: '' }, '"id" as text'],
    ['a number as id', { id: 7 }, '"id" as text'],
    ['no source', { source: null }, '"source" as text'],
    ['no type', { type: undefined }, '"type" as text'],
    ['a subject that is not text', { subject: { id: 1 } }, '"subject" as text'],
    ['an invalid time', { time: 'yesterday' }, 'RFC 3339'],
    ['a sequence that is not text', { sequence: 1.5 }, '"sequence" as text'],
    ['XML data', { datacontenttype: 'application/xml', data: '<a/>' }, 'of JSON'],
    ['bytes that are not JSON', { data_base64: 'AAAA' }, 'not JSON'],
    ['data that breaks the contract', { data: { fields: [] } }, 'data must have owners'],
  ])('with %s are refused', (_, more, words) => expectRefused(server.send(event(more)), 400, words));

  test('one broken event in a batch is named in the answer, and none of the batch is recorded', () =>
    expectRefused(server.send([event(), event({ id: 7 }), event()], { type: BATCH }), 400, 'Event 1'));

  test('may carry their data as bytes', async () => {
    const { data, ...rest } = event() as { data: unknown };
    const data_base64 = Buffer.from(JSON.stringify(data)).toString('base64');
    expect((await server.send({ ...rest, data_base64, datacontenttype: 'text/json' })).status).toBe(200);
    expect(await server.events()).toMatchObject([{ entity: 'Thing', owners: { Owner: 'owner-of-a thing' } }]);
  });

  test('may have unknown attributes, which are ignored', async () => {
    expect(
      (await server.send(event({ partitionkey: 'x', traceparent: null, sequencetype: 'Integer' }))).status,
    ).toBe(200);
  });

  test('attributes named like inherited properties have no effect', async () => {
    const body = JSON.stringify(event()).replace(
      '{',
      '{"__proto__":{"type":"x","isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},',
    );
    expect((await server.send(body)).status).toBe(200);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('type');
    // An event cannot inherit any of its attributes.
    const inherited = '{"__proto__":{"specversion":"1.0","id":"a","source":"b","type":"thing.updated"}}';
    expect((await server.send(inherited)).status).toBe(400);
    expect(await server.events()).toHaveLength(1);
  });

  test('of unknown types are accepted, counted and named in the answer', async () => {
    const answer = await server.send(event({ type: 'stranger.created' }));
    expect([answer.status, answer.body]).toEqual([202, { status: 'ignored', types: ['stranger.created'] }]);
    const mixed = [event({ type: 'stranger.created' }), event(), event({ type: 'stranger.created' })];
    expect((await server.send(mixed, { type: BATCH })).status).toBe(202);
    expect(await server.events()).toHaveLength(1);
    expect(server.intake.stats['upstream']).toMatchObject({ ignored: 3, recorded: 1 });
  });
});
