import { randomBytes } from 'node:crypto';

/** The URL of systems that are not used: nothing listens on port 9 (discard). */
const NOWHERE = 'http://127.0.0.1:9';

/** The secret with which the CRM signs its webhooks. */
export const SECRET = `whsec_${randomBytes(24).toString('base64')}`;

/**
 * Settings of a replica that uses only this CRM. Cached data stays fresh for an hour, so that expiry cannot hide a missed eviction; slow
 * readers are cut off soon.
 */
export function settingsOf(crm: string, redisPort: number): Record<string, string> {
  return {
    PORT: '0',
    LOG_LEVEL: 'silent',
    REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    CRM_URL: crm,
    CRM_WEBHOOK_SECRETS: SECRET,
    CRM_MAX_AGE_SECONDS: '3600',
    CRM_TIMEOUT_MS: '20000',
    CRM_CONCURRENCY: '64',
    CHANGES_POLL_MS: '1000',
    MAX_BUFFERED_CHARS: '65536',
    MAX_LOOP_DELAY_MS: '10000',
    REQUEST_TIMEOUT_MS: '60000',
    COMMERCE_URL: NOWHERE,
    ERP_URL: NOWHERE,
    ACCOUNTING_URL: NOWHERE,
    COMMERCE_API_KEY: 'none',
    ERP_USER: 'none',
    ERP_PASSWORD: 'none',
    ACCOUNTING_CLIENT_ID: 'none',
    ACCOUNTING_CLIENT_SECRET: 'none',
    CRM_TOKEN: 'none',
  };
}
