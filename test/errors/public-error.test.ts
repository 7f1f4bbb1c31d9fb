import { graphql, buildSchema, GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { InputError } from '../../datasources/errors.ts';
import { UnavailableError } from '../../datasources/rest/errors/unavailable.ts';
import { PublicError, publicError } from '../../server/errors.ts';
import { scalars } from '../../server/graph/scalars.ts';

const SECRET = 'postgres://me:hunter2@10.0.0.7/db';

interface Line {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

function recorder() {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object) => void lines.push({ level, fields: { ...fields } });
  return { lines, log: { debug: at('debug'), warn: at('warn'), error: at('error') } };
}

/** The errors that callers see, and the log lines, when a field's resolver throws an error or returns a value. */
async function outcomeOf(field: () => unknown, type = 'String') {
  const schema = buildSchema(`type Query { field: ${type} } scalar Date`);
  Object.assign(schema.getType('Date') ?? {}, scalars.Date);
  const { errors = [] } = await graphql({ schema, source: '{ field }', rootValue: { field } });
  const { lines, log } = recorder();
  return { shown: errors.map((error) => publicError(error, 'r-1', log)), lines };
}

const failing = (error: unknown) => () => {
  throw error;
};
const MASKED = {
  message: 'Internal error. Give the request id to the operator of this API.',
  locations: [{ line: 1, column: 3 }],
  path: ['field'],
  extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' },
};

test.each<[what: string, field: () => unknown, type?: string]>([
  ['an Error', failing(new Error(SECRET))],
  ['a TypeError', failing(new TypeError(SECRET))],
  ['a thrown string', failing(SECRET)],
  ['a thrown object', failing({ SECRET })],
  ['a GraphQLError not meant for callers', failing(new GraphQLError(SECRET))],
  ['an AggregateError', failing(new AggregateError([new Error(SECRET)], SECRET))],
  ['a value that its scalar rejects', () => SECRET, 'Date'],
  ['null for a non-null field', () => null, 'String!'],
  ['a rejected promise', () => Promise.reject(new Error(SECRET))],
])('%s is masked, and logged in full', async (_what, field, type) => {
  const { shown, lines } = await outcomeOf(field, type);
  expect(shown).toEqual([MASKED]);
  expect(lines).toMatchObject([{ level: 'error', fields: { requestId: 'r-1', path: ['field'] } }]);
  expect(lines[0]?.fields['err']).toBeInstanceOf(Error);
});

test('of a value that its scalar rejects, the log has the origin but not the value', async () => {
  const { lines } = await outcomeOf(() => SECRET, 'Date');
  const { stack, message } = lines[0]?.fields['err'] as Error;
  expect(`${stack} ${message}`).not.toContain(SECRET);
  expect(stack).toMatch(/GraphQLError: an error that may contain a value.*\n +at /);
});

test('a caller’s mistake is reported in full, and not logged', async () => {
  const { shown, lines } = await outcomeOf(failing(new InputError('"first" must be from 1 to 100, got 0.')));
  expect(shown).toMatchObject([
    {
      message: '"first" must be from 1 to 100, got 0.',
      extensions: { code: 'BAD_USER_INPUT', requestId: 'r-1' },
    },
  ]);
  expect(lines).toEqual([]);
});

test('a failing system is reported by its name and the kind of failure, and logged in full', async () => {
  const cause = new UnavailableError({ system: 'crm', method: 'GET', path: '/x' }, SECRET);
  const { shown, lines } = await outcomeOf(failing(cause));
  expect(shown).toMatchObject([
    {
      message: 'The system "crm" cannot be reached or is failing. Try again later.',
      extensions: { code: 'UPSTREAM_UNAVAILABLE', system: 'crm', retryable: true, requestId: 'r-1' },
    },
  ]);
  expect(lines).toMatchObject([{ level: 'warn', fields: { err: cause } }]);
});

test.each(['TimeoutError', 'AbortError'])(
  'an operation ended by a %s is reported as OPERATION_TIMEOUT',
  async (name) => {
    const { shown, lines } = await outcomeOf(failing(new DOMException(SECRET, name)));
    expect(shown).toMatchObject([
      { extensions: { code: 'OPERATION_TIMEOUT', retryable: true, requestId: 'r-1' } },
    ]);
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    expect(lines).toEqual([]);
  },
);

test.each([undefined, null, 7, 'text', {}, new Error('x'), new GraphQLError('x')])(
  'anything that is thrown becomes an error with a message, a code and the request id: %s',
  (thrown) => {
    expect(publicError(thrown, 'r-1', recorder().log)).toMatchObject({
      message: expect.stringMatching(/./) as string,
      extensions: { code: expect.any(String) as string, requestId: 'r-1' },
    });
  },
);

test('an error shared by many fields is logged once per request', () => {
  const { lines, log } = recorder();
  const error = new Error('boom');
  for (const requestId of ['r-1', 'r-1', 'r-2', 'r-2']) publicError(error, requestId, log);
  expect(lines.map(({ fields }) => fields['requestId'])).toEqual(['r-1', 'r-2']);
});

test('a PublicError serializes to what it was made of', () => {
  const formatted = {
    message: 'm',
    path: ['a', 0],
    locations: [{ line: 1, column: 2 }],
    extensions: { code: 'C' },
  };
  const error = new PublicError(formatted);
  expect(error).toBeInstanceOf(GraphQLError);
  expect(JSON.parse(JSON.stringify(error))).toEqual(formatted);
});
