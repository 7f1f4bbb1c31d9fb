import { fixedCredentials, type Credentials } from './credentials.ts';

/** User name and password (RFC 7617, UTF-8). */
export function basic(user: string, password: string): Credentials {
  const token = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  return fixedCredentials({ authorization: `Basic ${token}` });
}
