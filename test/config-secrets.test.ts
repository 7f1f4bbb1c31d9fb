import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../server/config.ts';
import { faultsOf, systems } from './support/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'isthmus-secrets-'));

function fileWith(content: string): string {
  const path = join(folder, `secret-${Math.random().toString(36).slice(2)}`);
  writeFileSync(path, content);
  return path;
}

const CRM = { CRM_URL: 'https://crm.example' };

test('a secret can be read from a file, without its trailing line break', () => {
  const config = readConfig({ ...CRM, CRM_TOKEN_FILE: fileWith('hunter2-from-file\n') }, systems);
  const crm = config.systems.find(({ system }) => system.name === 'crm');
  expect(crm?.credentials).toEqual({ TOKEN: 'hunter2-from-file' });
});

test('an address with a password, and the webhook secrets, can be read from files too', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const { redisUrl, changes } = readConfig(
    {
      REDIS_URL_FILE: fileWith('rediss://:hunter2@redis.example:6380\n'),
      CRM_WEBHOOK_SECRETS_FILE: fileWith(secret),
    },
    systems,
  );
  expect(redisUrl).toBe('rediss://:hunter2@redis.example:6380');
  expect(changes.secrets.get('crm')).toEqual([secret]);
});

test.each([
  [
    'a secret that is set both ways',
    () => ({ CRM_TOKEN: 'hunter2', CRM_TOKEN_FILE: fileWith('hunter2') }),
    /both set/,
  ],
  ['an empty file', () => ({ CRM_TOKEN_FILE: fileWith('\n') }), /CRM_TOKEN_FILE names a file that is empty/],
  [
    'a missing file',
    () => ({ CRM_TOKEN_FILE: join(folder, 'nowhere') }),
    /CRM_TOKEN_FILE must name a file that can be read, which .*nowhere is not \(ENOENT\)/,
  ],
  [
    'a secret that no header can carry',
    () => ({ CRM_TOKEN_FILE: fileWith('hunter2\nhunter2') }),
    /CRM_TOKEN/,
  ],
  ['an invalid address', () => ({ REDIS_URL_FILE: fileWith('http://:hunter2@x') }), /REDIS_URL must/],
  [
    'a password that has to be encoded',
    () => ({ REDIS_URL: 'redis://:hunter2/x9@redis:6379' }),
    /REDIS_URL must .* in a password percent-encoded/,
  ],
  [
    'a key in an address of the wrong kind',
    () => ({ AUTH_JWKS_URL: 'ftp://login.example/keys?key=hunter2' }),
    /AUTH_JWKS_URL must/,
  ],
  ['a password where none belongs', () => ({ CRM_URL: 'ftp://me:hunter2/x9@crm.example' }), /CRM_URL must/],
  [
    'a key where none belongs',
    () => ({ CRM_URL: 'https://crm.example?api_key=hunter2' }),
    /CRM_URL must end with a path at most, without "\?" and what follows/,
  ],
  [
    'invalid header fields for the collector',
    () => ({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=ok,hunter2' }),
    /OTEL_EXPORTER_OTLP_HEADERS must list name=value.*number 2 is not/,
  ],
])('%s is reported without quoting the secret', (_what, settings, expected) => {
  const faults = faultsOf({ ...CRM, ...settings() });
  expect(faults.some((fault) => expected.test(fault))).toBe(true);
  expect(faults.join('\n')).not.toContain('hunter2');
});
