import { describe, expect, test } from 'vitest';
import * as domains from '../resolvers/domains.ts';
import { readConfig } from '../server/config.ts';
import { systemsOf } from '../server/graph.ts';
import { warnOfSettings } from '../server/warnings.ts';

type Keys = Parameters<typeof warnOfSettings>[1];

/** The warnings for these settings and keys. */
function warningsOf(env: Record<string, string>, keys: Pick<Keys, 'isEmpty' | 'isRead'>): readonly string[] {
  const said: string[] = [];
  const log = { warn: (_: object, message: string) => void said.push(message) };
  warnOfSettings(
    readConfig(env, systemsOf(domains)),
    keys as Keys,
    log as Parameters<typeof warnOfSettings>[2],
  );
  return said;
}

const REQUIRED = { AUTH: 'required' };

describe('operators are warned if', () => {
  test('there is no API key', () => {
    expect(warningsOf(REQUIRED, { isEmpty: true, isRead: true })).toEqual([
      'no caller can authenticate: set OPERATOR_KEY_SHA256 to what "npm run keys -- generate" prints',
    ]);
  });

  test('the API keys cannot be read', () => {
    expect(warningsOf(REQUIRED, { isEmpty: true, isRead: false })).toEqual([
      'no caller can authenticate until the API keys can be read: see what was logged of the register',
    ]);
  });

  test('others can connect, and callers have no rate limit', () => {
    const some = { isEmpty: false, isRead: true };
    const open = { ...REQUIRED, HOST: '0.0.0.0' };
    expect(warningsOf(open, some)).toEqual([expect.stringMatching(/RATE_LIMIT_COST to .* such as \d+$/)]);
    expect(warningsOf({ ...open, RATE_LIMIT_COST: '1000000' }, some)).toEqual([]);
    expect(warningsOf(REQUIRED, some)).toEqual([]);
  });
});
