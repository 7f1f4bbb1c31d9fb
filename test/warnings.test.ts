import { describe, expect, test } from 'vitest';
import * as domains from '../resolvers/domains.ts';
import { readConfig } from '../server/config.ts';
import { systemsOf } from '../server/graph.ts';
import { warnOfSettings } from '../server/warnings.ts';

type Keys = Parameters<typeof warnOfSettings>[1];

/** What is warned of with these settings and keys. */
function warned(env: Record<string, string>, keys: Pick<Keys, 'isEmpty' | 'isRead'>): readonly string[] {
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

describe('settings that an operator would want to know of', () => {
  test('nobody has a key', () => {
    expect(warned(REQUIRED, { isEmpty: true, isRead: true })).toEqual([
      'no caller can authenticate: set OPERATOR_KEY_SHA256 to what "npm run keys -- generate" prints',
    ]);
  });

  test('whether somebody has one cannot be read', () => {
    expect(warned(REQUIRED, { isEmpty: true, isRead: false })).toEqual([
      'no caller can authenticate until the API keys can be read: see what was logged of the register',
    ]);
  });

  test('others can connect, and no caller has a limit', () => {
    const some = { isEmpty: false, isRead: true };
    const open = { ...REQUIRED, HOST: '0.0.0.0' };
    expect(warned(open, some)).toEqual([expect.stringMatching(/RATE_LIMIT_COST to .* such as \d+$/)]);
    expect(warned({ ...open, RATE_LIMIT_COST: '1000000' }, some)).toEqual([]);
    expect(warned(REQUIRED, some)).toEqual([]);
  });
});
