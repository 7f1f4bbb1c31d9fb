import { describe, expect, test } from 'vitest';
import { bearer } from '../datasources/rest/credentials/bearer.ts';
import { defineSystem } from '../datasources/system.ts';
import * as domains from '../resolvers/domains.ts';
import { portSettingOf } from '../server/config/systems.ts';
import { describeConfig, readConfig, type Config } from '../server/config.ts';
import { help } from '../server/start/help.ts';
import { faultsOf, systems } from './support/config.ts';

type Environment = Record<string, string>;

const systemOf = (config: Config, name: string) => config.systems.find(({ system }) => system.name === name);

describe('without any setting', () => {
  const config = readConfig({}, systems);

  test('the four embedded systems are used, on their ports and with their own credentials', () => {
    const found = config.systems.map(({ system, baseUrl, embeddedPort }) => [
      system.name,
      baseUrl,
      embeddedPort,
    ]);
    expect(Object.fromEntries(found.map(([name, ...rest]) => [name, rest]))).toEqual({
      crm: ['http://127.0.0.1:4101', 4101],
      commerce: ['http://127.0.0.1:4102', 4102],
      erp: ['http://127.0.0.1:4103', 4103],
      accounting: ['http://127.0.0.1:4104', 4104],
    });
    expect(systemOf(config, 'crm')).toMatchObject({
      credentials: { TOKEN: 'local-crm-token' },
      timeoutMs: 2_000,
    });
  });

  test('the gateway listens on this machine only, with introspection on', () => {
    expect(config).toMatchObject({ host: '127.0.0.1', port: 4000, introspection: true, redisUrl: null });
  });

  test('admin operations are on; where others can connect, only with ADMIN=on', () => {
    const may = (env: Environment) => readConfig(env, systems).admin;
    expect([may({}), may({ ADMIN: 'off' })]).toEqual([true, false]);
    expect([may({ HOST: '0.0.0.0', AUTH: 'open' }), may({ NODE_ENV: 'production' })]).toEqual([false, false]);
    expect(may({ HOST: '0.0.0.0', AUTH: 'open', ADMIN: 'on' })).toBe(true);
  });

  test('the configuration is read-only', () => {
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });
});

describe('faults', () => {
  test('are all reported at once, each with its setting and remedy', () => {
    const faults = faultsOf({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      INTROSPECTION: 'maybe',
      REDIS_URL: 'http://redis',
      MAX_DEPTH: '1.5',
      ALLOWED_ORIGINS: 'https://shop.example, https://shop.example/, *',
      CRM_URL: 'crm.example.com',
      COMMERCE_URL: 'https://shop.example.com',
      ERP_CONCURRENCY: '0',
    });
    expect(faults.toSorted()).toEqual(
      [
        'PORT must be a whole number from 0 to 65535, got "70000".',
        'LOG_LEVEL must be one of debug, info, warn, error, silent, got "loud".',
        'INTROSPECTION must be one of auto, on, off, got "maybe".',
        'REDIS_URL must be an address that begins with redis:// or rediss://, with "/", "?", "#" and "@" in a password percent-encoded.',
        'MAX_DEPTH must be a whole number from 3 to 100, got "1.5".',
        'ALLOWED_ORIGINS must list origins such as https://shop.example, without a path, got "https://shop.example/".',
        'ALLOWED_ORIGINS must list origins such as https://shop.example, without a path, got "*".',
        'CRM_URL must be an address that begins with http:// or https://, got "crm.example.com".',
        'COMMERCE_API_KEY is missing: set it to the API key that https://shop.example.com accepts.',
        'ERP_CONCURRENCY must be a whole number from 1 to 1000, got "0".',
      ].toSorted(),
    );
  });

  test.each<[what: string, env: Environment, fault: RegExp]>([
    ['a port below zero', { PORT: '-1' }, /^PORT must be a whole number from 0 to 65535, got "-1"\.$/],
    ['a number with a unit', { REQUEST_TIMEOUT_MS: '10s' }, /^REQUEST_TIMEOUT_MS must .* got "10s"\.$/],
    [
      'a password in an address',
      { CRM_URL: 'https://me:pw@crm.example', CRM_TOKEN: 'x' },
      /^CRM_URL must hold no user name/,
    ],
    [
      'a query in an address',
      { CRM_URL: 'https://crm.example/?v=3', CRM_TOKEN: 'x' },
      /^CRM_URL must end with a path at most, without "\?" and what follows\.$/,
    ],
    [
      'a line break in a token',
      { CRM_TOKEN: 'x\r\ny' },
      /^CRM_URL, CRM_TOKEN: the field "authorization" .* line break\.$/,
    ],
    [
      'characters that no header can carry',
      { CRM_TOKEN: 'schlüssel' },
      /^CRM_URL, CRM_TOKEN: .* plain ASCII/,
    ],
    [
      'the gateway and a system on one port',
      { PORT: '4101' },
      /^CRM_PORT and PORT are both 4101: set one of them/,
    ],
    [
      'the gateway and its metrics on one port',
      { METRICS_PORT: '4000' },
      /^METRICS_PORT and PORT are both 4000: set one of them/,
    ],
    [
      'the gateway on every address and its metrics on one port',
      { HOST: '0.0.0.0', AUTH: 'open', METRICS_PORT: '4000' },
      /^METRICS_PORT and PORT are both 4000: set one of them/,
    ],
    [
      'the gateway, on an address by its name, and a system on one port',
      { HOST: 'localhost', PORT: '4101' },
      /^CRM_PORT and PORT are both 4101: set one of them/,
    ],
    [
      'two systems on one port',
      { ERP_PORT: '4102' },
      /^(ERP|COMMERCE)_PORT and (ERP|COMMERCE)_PORT are both 4102/,
    ],
    [
      'a client secret in the clear',
      { ACCOUNTING_URL: 'http://books.example', ACCOUNTING_CLIENT_ID: 'a', ACCOUNTING_CLIENT_SECRET: 'b' },
      /^ACCOUNTING_URL, ACCOUNTING_CLIENT_ID, ACCOUNTING_CLIENT_SECRET: .* https:\/\/ only/,
    ],
  ])('%s', (_what, env, fault) => {
    const faults = faultsOf(env);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });

  test('do not include a port in use on two different addresses', () => {
    expect(faultsOf({ HOST: '192.0.2.7', AUTH: 'open', PORT: '4101', METRICS_PORT: '4102' })).toEqual([
      expect.stringMatching(/^COMMERCE_PORT and METRICS_PORT are both 4102/),
    ]);
    expect(faultsOf({ HOST: '192.0.2.7', AUTH: 'open', METRICS_PORT: '4000' })).toEqual([]);
  });

  test('do not quote passwords', () => {
    const faults = faultsOf({
      REDIS_URL: 'http://default:hunter2@redis:6379',
      CRM_URL: 'ftp://me:hunter2@crm.example',
      COMMERCE_URL: 'https://me:hunter2@shop.example',
      ERP_URL: 'me:hunter2@erp.example',
    });
    expect(faults.length).toBeGreaterThanOrEqual(4);
    expect(faults.join('\n')).not.toContain('hunter2');
  });

  test('include the missing address and credentials of a system that is not embedded', () => {
    const payroll = defineSystem({
      name: 'pay-roll',
      title: 'the payroll system',
      embeddedPort: null,
      credentials: {
        settings: { TOKEN: { about: 'token', local: 'local' } },
        create: ({ TOKEN }) => bearer(TOKEN),
      },
      open: () => () => ({}),
      changes: null,
      changedFields: {},
      pushes: false,
      webhooks: null,
    });
    expect(faultsOf({}, [payroll])).toEqual([
      'PAY_ROLL_URL is missing: set it to the address of the payroll system.',
    ]);
    expect(faultsOf({ PAY_ROLL_URL: 'https://pay.example' }, [payroll])).toEqual([
      'PAY_ROLL_TOKEN is missing: set it to the token that https://pay.example accepts.',
    ]);
  });
});

describe('settings', () => {
  test('for an external system replace the embedded one, which is not started', () => {
    const config = readConfig({ CRM_URL: 'https://crm.example/api/', CRM_TOKEN: 't' }, systems);
    expect(systemOf(config, 'crm')).toMatchObject({
      baseUrl: 'https://crm.example/api',
      embeddedPort: null,
      credentials: { TOKEN: 't' },
    });
    expect(systemOf(config, 'erp')?.embeddedPort).toBe(4103);
  });

  test('that are blank count as unset, and surrounding blanks are ignored', () => {
    expect(readConfig({ PORT: ' ', HOST: '', CRM_URL: '  ' }, systems)).toEqual(readConfig({}, systems));
    expect(readConfig({ PORT: ' 8080 ' }, systems).port).toBe(8080);
  });

  test.each([
    [{ HOST: 'localhost' }, true],
    [{ HOST: '::1' }, true],
    [{ HOST: '127.8.8.8' }, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ HOST: '::' }, false],
    [{ HOST: '127.0.0.1.example.com' }, false],
    [{ NODE_ENV: 'production' }, false],
    [{ NODE_ENV: 'production', INTROSPECTION: 'on' }, true],
    [{ INTROSPECTION: 'off' }, false],
  ])('%j: introspection is on: %s', (env, introspection) => {
    expect(readConfig({ AUTH: 'open', ...env }, systems).introspection).toBe(introspection);
  });

  test('of embedded systems can be looked up by the port they set', () => {
    const { systems: configured } = readConfig({ ERP_PORT: '8083' }, systems);
    expect([4101, 8083].map((port) => portSettingOf(configured, port))).toEqual(['CRM_PORT', 'ERP_PORT']);
  });
});

test('a page size larger than a system’s batch limit is refused, naming both settings', () => {
  expect(faultsOf({ MAX_PAGE_SIZE: '100' })).toEqual([]);
  expect(faultsOf({ ACCOUNTING_MAX_BATCH: '50' })).toEqual([
    'MAX_PAGE_SIZE is 100, but accounting gives 50 at once (ACCOUNTING_MAX_BATCH): set MAX_PAGE_SIZE to 50 at most, or ACCOUNTING_MAX_BATCH to what accounting really takes.',
  ]);
  expect(faultsOf({ ACCOUNTING_MAX_BATCH: '50', MAX_PAGE_SIZE: '50' })).toEqual([]);
});

describe('--help', () => {
  const text = help(describeConfig(systems), Object.keys(domains));

  test('lists every setting that is read, with its default', () => {
    const read = new Set<string>();
    const env = new Proxy({}, { get: (_target, name) => void read.add(String(name)) });
    readConfig(env, systems);
    expect(read.size).toBeGreaterThan(30);
    for (const name of read) {
      const secret = /^(.+)_FILE$/.exec(name)?.[1];
      const line = secret === undefined ? `^  ${name} +\\S` : `^  ${secret} +\\S.*; or ${name}, a file`;
      expect(text).toMatch(new RegExp(line, 'm'));
    }
    expect(text).toMatch(/^ {2}PORT +port to listen on; 0 picks a free one \[4000\]$/m);
    expect(text).toMatch(/^ {2}CRM_URL +address of the CRM.*embedded one if empty$/m);
  });

  test('lists every domain', () => {
    for (const name of Object.keys(domains)) expect(text).toContain(name);
  });
});
