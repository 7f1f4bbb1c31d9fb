import { isLoopback } from '../datasources/rest/loopback.ts';
import type { Logger } from '../datasources/scope.ts';
import type { Config } from './config.ts';
import type { ApiKeys } from './keys/keys.ts';

/** A suggested rate limit to start with: this many operations of the highest cost per minute. */
const SUGGESTED_OPERATIONS = 50;

/**
 * Logs what an operator should know about the settings before the gateway serves anybody. `keys` have been read, or the attempt has failed.
 */
export function warnOfSettings(config: Config, keys: ApiKeys, log: Logger): void {
  const { isOpen, jwt } = config.identity;
  if (!isOpen && jwt === null && keys.isEmpty)
    log.warn(
      {},
      keys.isRead
        ? 'no caller can authenticate: set OPERATOR_KEY_SHA256 to what "npm run keys -- generate" prints'
        : 'no caller can authenticate until the API keys can be read: see what was logged of the register',
    );
  if (config.rate.cost === 0 && !isLoopback(config.host))
    log.warn(
      {},
      `callers may ask as much as they like: set RATE_LIMIT_COST to what one may spend a minute, such as ${SUGGESTED_OPERATIONS * config.limits.cost}`,
    );
}
