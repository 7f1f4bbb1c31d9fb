import { describe, expect, test } from 'vitest';
import * as domains from '../resolvers/domains.ts';
import { describeConfig, readConfig } from '../server/config.ts';
import { systemsOf } from '../server/graph.ts';
import { warnOfSettings, warnOfUnknownSettings } from '../server/start/warnings.ts';

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
const OWN_SYSTEMS = {
  ...{
    CRM_URL: 'https://crm.example',
    CRM_TOKEN: 'x',
    COMMERCE_URL: 'https://shop.example',
    COMMERCE_API_KEY: 'x',
  },
  ...{ ERP_URL: 'https://erp.example', ERP_USER: 'x', ERP_PASSWORD: 'x' },
  ...{ ACCOUNTING_URL: 'https://books.example', ACCOUNTING_CLIENT_ID: 'x', ACCOUNTING_CLIENT_SECRET: 'x' },
};

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
    expect(warningsOf({ ...open, ...OWN_SYSTEMS }, some)).toEqual([
      expect.stringMatching(/RATE_LIMIT_COST to .* such as \d+$/),
    ]);
    expect(warningsOf({ ...open, ...OWN_SYSTEMS, RATE_LIMIT_COST: '1000000' }, some)).toEqual([]);
    expect(warningsOf(REQUIRED, some)).toEqual([]);
  });

  test('others can reach sample data', () => {
    const settings = { ...REQUIRED, HOST: '0.0.0.0', RATE_LIMIT_COST: '1000000' };
    expect(warningsOf(settings, { isEmpty: false, isRead: true })).toEqual([
      expect.stringMatching(/^others can reach the sample data of embedded systems: set CRM_URL/),
    ]);
  });

  test.each([
    ['MAX_DEPHT', 'MAX_DEPHT is set, but there is no such setting: did you mean MAX_DEPTH?'],
    ['CRM_KEY', 'CRM_KEY is set, but there is no such setting: did you mean CRM_TOKEN?'],
    ['MAX_DEPTH', null],
    ['CRM_TOKEN_FILE', null],
    [
      'CRM_TIMEOUT_MS_FILE',
      expect.stringMatching(/^CRM_TIMEOUT_MS_FILE is set, but there is no such setting/),
    ],
    ['CRM_SERVICE_HOST', null],
    ['CRM_PORT_8080_TCP_ADDR', null],
    ['NODE_PATH', null],
    ['OTEL_RESOURCE_ATTRIBUTES', null],
    ['HOME', null],
  ])('%s is set and looks like a setting but is none', (name, warning) => {
    const said: string[] = [];
    const log = { warn: (_: object, message: string) => void said.push(message) };
    const settings = describeConfig(systemsOf(domains));
    warnOfUnknownSettings({ [name]: 'x' }, settings, log as Parameters<typeof warnOfUnknownSettings>[2]);
    expect(said).toEqual(warning === null ? [] : [warning]);
  });
});
