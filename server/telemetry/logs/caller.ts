import { hash } from 'node:crypto';

/** The kind and an id: numbers, letters, and what ids are divided by. */
const PLAIN = /^[a-z]+(:[\w.-]{1,64})?$/;

/**
 * The name of a caller as it may be written down. Issuers are free to name people by their e-mail addresses: what is no plain id goes by
 * the first 16 characters of its SHA-256, the same for the same caller.
 */
export function loggedCaller(name: string): string {
  if (PLAIN.test(name)) return name;
  const [kind = ''] = name.split(':', 1);
  return `${kind}:sha256-${hash('sha256', name, 'base64url').slice(0, 16)}`;
}
