import { expect, it } from 'vitest';
import {
  hasCredentials,
  refusalIn,
  SNIPPETS,
  withSnippet,
  type Snippet,
} from '../../console/src/credentials/snippets.ts';

const [token, key] = SNIPPETS as readonly [Snippet, Snippet];

it.each([
  ['', token, { authorization: 'Bearer your-token' }],
  [
    '{ "x-region": "eu", "Authorization": "Bearer old" }',
    key,
    { 'x-region': 'eu', 'x-api-key': 'isk_your-key' },
  ],
  ['no JSON', key, { 'x-api-key': 'isk_your-key' }],
  ['["no object"]', token, { authorization: 'Bearer your-token' }],
])('writes credentials into headers %j, replacing others', (headers, snippet, written) => {
  expect(JSON.parse(withSnippet(headers, snippet))).toEqual(written);
});

it('tells headers that carry credentials from others', () => {
  expect(hasCredentials('{ "X-Api-Key": "isk_1" }')).toBe(true);
  expect(hasCredentials('{ "x-region": "eu" }')).toBe(false);
  expect(hasCredentials('')).toBe(false);
});

it('finds the message of the error for an unauthenticated caller', () => {
  const error = (code: string, message: string) => ({ message, extensions: { code } });
  const errors = [
    { message: 'odd' },
    error('FORBIDDEN', 'a scope'),
    error('UNAUTHENTICATED', 'say who you are'),
  ];
  expect(refusalIn({ data: null, errors })).toBe('say who you are');
  expect(refusalIn({ errors: errors.slice(0, 2) })).toBeNull();
  expect(refusalIn({ data: {} })).toBeNull();
  expect(refusalIn(undefined)).toBeNull();
});
