import ipaddr from 'ipaddr.js';

/** The addresses that may be sent to in addition to public ones: all, or those in these ranges (`10.1.0.0/16`, `fd00::7`). */
export type AllowedAddresses = 'all' | readonly AddressRange[];

/** A validated range of addresses. */
export type AddressRange = ReturnType<typeof ipaddr.parseCIDR>;

/** All of IPv6 that is allocated for global routing (RFC 4291, 2.4; IANA's registry of global unicast addresses). */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Parses a range or a single address; null if it is neither. */
export function rangeOf(text: string): AddressRange | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return [ipaddr.parse(text), 32];
  return ipaddr.IPv6.isValid(text) ? [ipaddr.parse(text), 128] : null;
}

/**
 * Why nothing may be sent to an address, as the name of its range (`private`, `loopback`, `rfc6052` for NAT64 and so on); null if it is
 * allowed. Only plainly public addresses pass: one that embeds another (mapped, 6to4, NAT64) may lead to a private one.
 */
export function refusedRange(text: string, allowed: AllowedAddresses): string | null {
  if (allowed === 'all') return null;
  if (!ipaddr.isValid(text)) return 'unreadable';
  const address = ipaddr.parse(text);
  if (allowed.some((range) => isIn(address, range))) return null;
  const range = address.range();
  if (range !== 'unicast') return range;
  return address.kind() === 'ipv4' || isIn(address, GLOBAL_IPV6) ? null : 'reserved';
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, range: AddressRange): boolean {
  return address.kind() === range[0].kind() && address.match(range);
}
