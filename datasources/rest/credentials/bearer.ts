import { fixedCredentials, type Credentials } from './credentials.ts';

/** A token that is handed out once and does not run out (RFC 6750, section 2.1). */
export function bearer(token: string): Credentials {
  return fixedCredentials({ authorization: `Bearer ${token}` });
}
