import { isIPv4 } from 'node:net';

/**
 * Whether a host, by name or address, is this machine itself: what is sent there crosses no network. Only what is
 * an address counts as one: `127.example.com` is a name that anybody may own.
 */
export function isLoopback(host: string): boolean {
  if (/^(localhost|::1|\[::1\])$/i.test(host)) return true;
  return isIPv4(host) && host.startsWith('127.');
}
