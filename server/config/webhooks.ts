import { rangeOf, type AllowedAddresses } from '../../changes/webhooks/target/addresses.ts';
import type { WebhookSettings } from '../../changes/webhooks/webhooks.ts';
import type { SettingsReader } from '../settings.ts';

/** Reads the settings for outgoing webhooks. */
export function readWebhooks(reader: SettingsReader): WebhookSettings {
  const choices = ['on', 'off'] as const;
  const http = reader.oneOf(
    'WEBHOOKS_ALLOW_HTTP',
    'off',
    choices,
    'whether webhooks may be delivered to http addresses',
  );
  return {
    targets: { allowed: readAllowed(reader), http: http === 'on' },
    concurrency: reader.integer(
      'WEBHOOKS_CONCURRENCY',
      8,
      [1, 1_000],
      'maximum number of concurrent deliveries to one webhook',
    ),
    totalConcurrency: reader.integer(
      'WEBHOOKS_TOTAL_CONCURRENCY',
      128,
      [1, 10_000],
      'maximum number of concurrent deliveries to all webhooks',
    ),
    maxEndpoints: reader.integer('WEBHOOKS_MAX_ENDPOINTS', 100, [1, 10_000], 'maximum number of webhooks'),
    maxPending: reader.integer(
      'WEBHOOKS_MAX_PENDING',
      10_000,
      [1, 1_000_000],
      'maximum number of pending deliveries of one webhook; later changes wait in the change log',
    ),
  };
}

function readAllowed(reader: SettingsReader): AllowedAddresses {
  const name = 'WEBHOOKS_ALLOW_PRIVATE';
  const text = reader.text(
    name,
    'off',
    'private addresses that webhooks may be delivered to (on: all, off: none, or ranges such as 10.1.0.0/16,fd00::7)',
  );
  if (text === 'on') return 'all';
  if (text === 'off') return [];
  return text.split(',').flatMap((item) => {
    const range = rangeOf(item.trim());
    if (range) return [range];
    reader.faults.push(
      `${name} must be on, off, or list ranges such as 10.1.0.0/16 or fd00::7, got "${item.trim()}".`,
    );
    return [];
  });
}
