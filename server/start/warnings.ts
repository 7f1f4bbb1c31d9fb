import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { isLoopback } from '../../datasources/rest/loopback.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { Config, Environment, SettingInfo } from '../config.ts';
import type { ApiKeys } from '../keys/keys.ts';

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
  const embedded = config.systems.filter(({ embeddedPort }) => embeddedPort !== null);
  if (embedded.length > 0 && !isLoopback(config.host))
    log.warn(
      { systems: embedded.map(({ system }) => system.name) },
      'others can reach the sample data of embedded systems: set CRM_URL and the like to the addresses of your own',
    );
  if (config.rate.cost === 0 && !isLoopback(config.host))
    log.warn(
      {},
      `callers may ask as much as they like: set RATE_LIMIT_COST to what one may spend a minute, such as ${SUGGESTED_OPERATIONS * config.limits.cost}`,
    );
}

/** Kubernetes sets these for each Service, which may have the name of a system. */
const OF_SERVICE = /_(SERVICE_HOST|SERVICE_PORT\w*|PORT(_\d+_(TCP|UDP)\w*)?)$/;
/** OpenTelemetry defines many variables of this prefix, of which other software in the process may use more than we do. */
const FOREIGN = 'OTEL';

/** Logs each variable that looks like one of `settings` but is none, such as `MAX_DEPHT`: it begins with the first word of several. */
export function warnOfUnknownSettings(env: Environment, settings: readonly SettingInfo[], log: Logger): void {
  const names = settings.map(({ name }) => name);
  // Only secrets may come from a file; `--help` says so of each.
  const files = settings.filter(({ name, about }) => about.includes(`${name}_FILE`));
  const known = new Set([...names, ...files.map(({ name }) => `${name}_FILE`)]);
  const families = Map.groupBy(names, firstWord);
  for (const name of Object.keys(env)) {
    const word = firstWord(name);
    const isFamiliar = word !== '' && word !== FOREIGN && (families.get(word)?.length ?? 0) > 1;
    if (known.has(name) || !isFamiliar || OF_SERVICE.test(name)) continue;
    const [nearest] = suggestionList(name, names);
    const hint = nearest === undefined ? 'see npm start -- --help' : `did you mean ${nearest}?`;
    log.warn({}, `${name} is set, but there is no such setting: ${hint}`);
  }
}

function firstWord(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('_')));
}
