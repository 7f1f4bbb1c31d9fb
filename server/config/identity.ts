import { isLoopback } from '../../datasources/rest/loopback.ts';
import type { JwtSettings } from '../identity/jwt/jwt.ts';
import type { SettingsReader } from '../settings.ts';

/** How callers authenticate. */
export interface IdentityConfig {
  /** Whether no authentication is required and everybody may do everything. */
  readonly isOpen: boolean;
  /** Which tokens are accepted; null if none are. */
  readonly jwt: JwtSettings | null;
}

const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const DEFAULT_ALGORITHMS = 'RS256,PS256,ES256,EdDSA,Ed25519';
const NAMES = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'] as const;

/** Reads how callers of a gateway that listens on `host` authenticate. If others can connect, callers must authenticate. */
export function readIdentity(reader: SettingsReader, host: string): IdentityConfig {
  const chosen = reader.oneOf(
    'AUTH',
    'auto',
    ['auto', 'open', 'required'],
    'whether callers must authenticate by token or API key; auto: if tokens are configured; open: everybody may do everything',
  );
  const jwt = readJwt(reader);
  const isOpen = chosen === 'open' || (chosen === 'auto' && jwt === null);
  if (isOpen && chosen !== 'open' && !isLoopback(host)) {
    reader.faults.push(
      `HOST is ${host}, where others can connect, and nothing says who may. Set ${NAMES.join(', ')}, or AUTH=required where API keys are enough (docs/identity.md), or AUTH=open where whatever is in front of the gateway lets in only who may do everything.`,
    );
  }
  if (chosen === 'open' && jwt !== null)
    reader.faults.push(`AUTH=open takes no tokens: leave out ${NAMES.join(', ')}, or AUTH.`);
  return { isOpen, jwt: isOpen ? null : jwt };
}

function readJwt(reader: SettingsReader): JwtSettings | null {
  const jwksUrl = readJwksUrl(reader);
  const issuer = reader.text('AUTH_ISSUER', '', 'issuer whose tokens are accepted (claim iss)');
  const audience = reader.text('AUTH_AUDIENCE', '', 'audience that tokens must be issued for (claim aud)');
  const algorithms = readAlgorithms(reader);
  const toleranceSeconds = reader.integer(
    'AUTH_CLOCK_TOLERANCE_SECONDS',
    5,
    [0, 300],
    'tolerated difference between our clock and the issuer’s, in seconds',
  );
  const customerClaim = reader.text(
    'AUTH_CUSTOMER_CLAIM',
    'customer',
    'claim that names the customer of a token with the scope customer:self',
  );
  const given = [jwksUrl, issuer, audience];
  const missing = NAMES.filter((_, index) => given[index] === '');
  if (missing.length === NAMES.length) return null;
  if (missing.length > 0)
    reader.faults.push(
      `${missing.join(', ')} must be set as well: tokens are checked by ${NAMES.join(', ')} together.`,
    );
  return { jwksUrl, issuer, audience, algorithms, toleranceSeconds, customerClaim };
}

function readJwksUrl(reader: SettingsReader): string {
  const rules = { protocols: ['https:', 'http:'], credentials: true };
  const url = reader.url('AUTH_JWKS_URL', rules, 'URL of the key set (JWKS) that tokens are signed with');
  if (url.startsWith('http:') && !isLoopback(new URL(url).hostname)) {
    reader.faults.push(
      'AUTH_JWKS_URL must begin with https://, or somebody on the way could substitute keys.',
    );
  }
  return url;
}

function readAlgorithms(reader: SettingsReader): readonly string[] {
  const text = reader.text(
    'AUTH_ALGORITHMS',
    DEFAULT_ALGORITHMS,
    `accepted signature algorithms, out of ${ALGORITHMS.join(',')}`,
  );
  const algorithms = text.split(',').map((name) => name.trim());
  for (const name of algorithms) {
    if (ALGORITHMS.includes(name)) continue;
    reader.faults.push(`AUTH_ALGORITHMS must list some of ${ALGORITHMS.join(', ')}, got "${name}".`);
  }
  return algorithms;
}
