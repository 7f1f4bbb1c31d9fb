import { fixedCredentials, type Credentials } from './credentials.ts';

/** An API key in a header field that the system chooses. */
export function apiKey(key: string, header = 'x-api-key'): Credentials {
  return fixedCredentials({ [header]: key });
}
