import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDoor, signatureOf, type Door, type DoorAnswer } from '../support/changes/door.ts';
import { TellingSystem } from '../support/changes/telling-system.ts';

const ONE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

let system: TellingSystem;
let door: Door;

beforeAll(async () => {
  system = await TellingSystem.start();
});

afterAll(async () => {
  await system[Symbol.asyncDispose]();
});

beforeEach(async () => {
  door = await openDoor(system.sourceWithoutFeed);
  return () => door[Symbol.asyncDispose]();
});

const event = (more: object = {}) => ({ ...system.event(system.change('a thing')), ...more });

async function refused(answer: Promise<DoorAnswer>, status: number, words: string): Promise<void> {
  const { status: given, body } = await answer;
  expect([given, body.errors?.[0]?.message]).toEqual([status, expect.stringContaining(words)]);
  expect(await door.told()).toEqual([]);
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
  ])('%s with %s: is taken', async (type, form) => {
    expect((await door.send(form === 'one' ? event() : [event(), event()], { type })).status).toBe(200);
    expect(await door.told()).toHaveLength(form === 'one' ? 1 : 2);
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
  ])('%s: is refused', (type, words) => refused(door.send(event(), { type }), 415, words));

  test.each([
    [ONE, 'One CloudEvent'],
    [BATCH, 'array of CloudEvents'],
  ])('%s with the other form: is refused', (type, words) =>
    refused(door.send(type === ONE ? [event()] : event(), { type }), 400, words),
  );

  test('a compressed body is refused before anybody inflates it', async () => {
    const body = JSON.stringify(event());
    const answer = await fetch(`${door.url}/changes/telling`, {
      method: 'POST',
      body: gzipSync(body),
      headers: { 'content-type': ONE, 'content-encoding': 'gzip', ...signatureOf(body) },
    });
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain('gzip');
    expect(await door.told()).toEqual([]);
  });
});

describe('bodies', () => {
  const MEBIBYTE = 1024 * 1024;
  const padded = (bytes: number) => {
    const body = JSON.stringify(event());
    return body + ' '.repeat(bytes - Buffer.byteLength(body));
  };

  test('a mebibyte is taken', async () => {
    expect((await door.send(padded(MEBIBYTE))).status).toBe(200);
  });

  test('a byte more is refused, and says how much is too much', () =>
    refused(door.send(padded(MEBIBYTE + 1)), 413, String(MEBIBYTE)));

  test('likewise where its size is not said before', async () => {
    const body = padded(3 * MEBIBYTE);
    const streamed = {
      method: 'POST',
      body: new Blob([body]).stream(),
      duplex: 'half',
      headers: { 'content-type': ONE, ...signatureOf(body) },
    };
    const answer = await fetch(`${door.url}/changes/telling`, streamed);
    expect(answer.status).toBe(413);
    expect(await door.told()).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['nothing', '', 'not JSON'],
    ['half of it', '{"specversion":"1.0",', 'not JSON'],
    ['no JSON', 'specversion=1.0', 'not JSON'],
    ['a byte order mark', '\uFEFF{}', 'not JSON'],
    ['a text', '"event"', 'an object was expected'],
    ['null', 'null', 'an object was expected'],
    ['brackets without end', '['.repeat(500_000), 'not JSON'],
  ])('%s: is refused', (_, body, words) => refused(door.send(body), 400, words));

  test('however deep, data is data', async () => {
    const depth = 100_000;
    const data = `{"owners":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const body = JSON.stringify(event({ type: 'stranger.created', data: 'DATA' })).replace('"DATA"', data);
    expect((await door.send(body)).status).toBe(202);
  });

  test('an empty batch tells nothing, and is well', async () => {
    expect((await door.send([], { type: BATCH })).status).toBe(200);
    expect(await door.told()).toEqual([]);
  });

  test('a batch of more events than are recorded in one step is refused', () => {
    const many = Array.from({ length: 1_001 }, (_, number) => ({ ...event(), id: String(number) }));
    return refused(door.send(many, { type: BATCH }), 400, '1000 events');
  });
});

describe('CloudEvents', () => {
  test.each<[string, object, string]>([
    ['no specversion', { specversion: undefined }, '"specversion" as "1.0"'],
    ['another specversion', { specversion: '0.3' }, '"specversion" as "1.0"'],
    ['a number for it', { specversion: 1 }, '"specversion" as "1.0"'],
    ['no id', { id: undefined }, '"id" as text'],
    ['an empty id', { id: '' }, '"id" as text'],
    ['a number for an id', { id: 7 }, '"id" as text'],
    ['no source', { source: null }, '"source" as text'],
    ['no type', { type: undefined }, '"type" as text'],
    ['a subject that is none', { subject: { id: 1 } }, '"subject" as text'],
    ['a time that is none', { time: 'yesterday' }, 'RFC 3339'],
    ['a sequence that is none', { sequence: 1.5 }, '"sequence" as text'],
    ['data of XML', { datacontenttype: 'application/xml', data: '<a/>' }, 'of JSON'],
    ['bytes that are no JSON', { data_base64: 'AAAA' }, 'not JSON'],
    ['what breaks the contract', { data: { fields: [] } }, 'data must have owners'],
  ])('%s: is refused', (_, more, words) => refused(door.send(event(more)), 400, words));

  test('one broken event of a batch: none is recorded, and it says which', () =>
    refused(door.send([event(), event({ id: 7 }), event()], { type: BATCH }), 400, 'Event 1'));

  test('data may come as bytes', async () => {
    const { data, ...rest } = event() as { data: unknown };
    const data_base64 = Buffer.from(JSON.stringify(data)).toString('base64');
    expect((await door.send({ ...rest, data_base64, datacontenttype: 'text/json' })).status).toBe(200);
    expect(await door.told()).toMatchObject([{ entity: 'Thing', owners: { Owner: 'owner-of-a thing' } }]);
  });

  test('attributes that nobody knows are let be', async () => {
    expect(
      (await door.send(event({ partitionkey: 'x', traceparent: null, sequencetype: 'Integer' }))).status,
    ).toBe(200);
  });

  test('names of what objects inherit change nothing', async () => {
    const body = JSON.stringify(event()).replace(
      '{',
      '{"__proto__":{"type":"x","isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},',
    );
    expect((await door.send(body)).status).toBe(200);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('type');
    // None of an event's own attributes can come by inheritance.
    const inherited = '{"__proto__":{"specversion":"1.0","id":"a","source":"b","type":"thing.updated"}}';
    expect((await door.send(inherited)).status).toBe(400);
    expect(await door.told()).toHaveLength(1);
  });

  test('types that nobody knows are accepted, counted, and told', async () => {
    const answer = await door.send(event({ type: 'stranger.created' }));
    expect([answer.status, answer.body]).toEqual([202, { status: 'ignored', types: ['stranger.created'] }]);
    const mixed = [event({ type: 'stranger.created' }), event(), event({ type: 'stranger.created' })];
    expect((await door.send(mixed, { type: BATCH })).status).toBe(202);
    expect(await door.told()).toHaveLength(1);
    expect(door.intake.stats['telling']).toMatchObject({ ignored: 3, recorded: 1 });
  });
});
