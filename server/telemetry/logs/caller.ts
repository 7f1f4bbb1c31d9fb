import { hash } from 'node:crypto';

/** The kind and an id: digits, letters and the separators of ids. */
const PLAIN = /^[a-z]+(:[\w.-]{1,64})?$/;

/**
 * The name of a caller in a form that may be logged. Issuers may identify people by their e-mail addresses, so anything that is not a plain
 * id is replaced by the first 16 characters of its SHA-256, which are always the same for the same caller.
 */
export function loggedCaller(name: string): string {
  if (PLAIN.test(name)) return name;
  const [kind = ''] = name.split(':', 1);
  return `${kind}:sha256-${hash('sha256', name, 'base64url').slice(0, 16)}`;
}
