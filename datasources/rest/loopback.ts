import { isIPv4 } from 'node:net';

/**
 * Whether a host, by name or address, is this machine itself, so that traffic to it crosses no network. Only real addresses count:
 * `127.example.com` is a name that anyone may own.
 */
export function isLoopback(host: string): boolean {
  if (/^(localhost|::1|\[::1\])$/i.test(host)) return true;
  return isIPv4(host) && host.startsWith('127.');
}
