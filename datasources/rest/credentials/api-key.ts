import { fixedCredentials, type Credentials } from './credentials.ts';

/** A key in a header field of the system's own choice. */
export function apiKey(key: string, header = 'x-api-key'): Credentials {
  return fixedCredentials({ [header]: key });
}
