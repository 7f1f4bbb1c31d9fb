import { expect, test } from 'vitest';
import { createLog } from '../server/log.ts';

function logged(fields: object): string {
  let written = '';
  const log = createLog({ level: 'debug', pretty: false, to: { write: (line) => void (written += line) } });
  log.info(fields, 'something');
  return written;
}

const NAMES = ['authorization', 'cookie', 'x-api-key', 'password', 'token', 'secret', 'email', 'variables'];
const WHERE: [string, (fields: object) => object][] = [
  ['at the top', (fields) => fields],
  ['in header fields', (headers) => ({ headers })],
  ['in header fields of a request', (headers) => ({ request: { headers } })],
  [
    'in header fields of an error’s request',
    (headers) => ({ err: Object.assign(new Error('x'), { request: { headers } }) }),
  ],
];

test.each(WHERE)('credentials %s are not logged', (_where, put) => {
  const written = logged(put(Object.fromEntries(NAMES.map((name) => [name, 'hunter2']))));
  expect(written).not.toContain('hunter2');
});

test('an error is logged completely: type, message, stack and causes', () => {
  const error = new TypeError('outer', { cause: new Error('inner') });
  const line = JSON.parse(logged({ err: error })) as { err: Record<string, string> };
  expect(line.err).toMatchObject({ type: 'TypeError', message: 'outer: inner' });
  expect(line.err['stack']).toContain('caused by: Error: inner');
});

test('properties that a library adds to its errors are not logged', () => {
  const error = Object.assign(new Error('WRONGPASS'), {
    command: { name: 'auth', args: ['hunter2'] },
    code: 'E',
  });
  const line = JSON.parse(logged({ err: error })) as { err: Record<string, string> };
  expect(line.err).toMatchObject({ type: 'Error', message: 'WRONGPASS', code: 'E' });
  expect(JSON.stringify(line)).not.toContain('hunter2');
});
