import { expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { ConfigError, describeConfig, readConfig } from '../../server/config.ts';
import { systemsOf } from '../../server/graph.ts';
import { newSecret } from '../support/changes/intake-server.ts';

const systems = systemsOf(domains);

test('by default, systems are polled every 2 s and may not send webhooks', () => {
  const { changes } = readConfig({}, systems);
  expect(changes.pollMs).toBe(2_000);
  expect([...changes.secrets.values()].flat()).toEqual([]);
});

test('two secrets are accepted for each system', () => {
  const [one, other] = [newSecret(), newSecret()];
  const { changes } = readConfig({ CRM_WEBHOOK_SECRETS: `${one}, ${other}` }, systems);
  expect(changes.secrets.get('crm')).toEqual([one, other]);
  expect(changes.secrets.get('commerce')).toEqual([]);
});

test.each([
  ['a word', 'hunter2', 'number 1 is not'],
  ['too few bytes', `whsec_${Buffer.alloc(16).toString('base64')}`, '24 to 64 bytes'],
  ['too many bytes', `whsec_${Buffer.alloc(65).toString('base64')}`, '24 to 64 bytes'],
  ['bytes without their prefix', Buffer.alloc(32).toString('base64'), 'whsec_'],
  ['an incomplete group of base64', `${newSecret()}A`, 'number 1 is not'],
  ['a bad second secret', `${newSecret()},whsec_`, 'number 2 is not'],
  ['three secrets', [newSecret(), newSecret(), newSecret()].join(), '2 secrets at most, got 3'],
])('a bad setting is refused with the remedy and without showing the secret: %s', (_, value, words) => {
  const read = () => readConfig({ CRM_WEBHOOK_SECRETS: value }, systems);
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(words);
  expect(read).not.toThrow(value);
});

test('--help shows the settings', () => {
  const names = describeConfig(systems).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['CHANGES_POLL_MS', 'CRM_WEBHOOK_SECRETS']));
});
