import { fixedCredentials, type Credentials } from './credentials.ts';

/** A fixed token that does not expire (RFC 6750, section 2.1). */
export function bearer(token: string): Credentials {
  return fixedCredentials({ authorization: `Bearer ${token}` });
}
