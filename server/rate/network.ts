import ipaddr from 'ipaddr.js';

/** Whether an address is this machine's own. */
export function isLocal(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

/** The groups of 16 bits that distinguish IPv6 networks: a network may use any of its 2^64 addresses (RFC 4291, section 2.5.1). */
const NETWORK_GROUPS = 4;

/**
 * The network that identifies an anonymous caller: an IPv4 address, including a mapped one (`::ffff:192.0.2.1`), or the /64 of an IPv6
 * address. Anything that is not an address is returned unchanged.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const network = parsed.parts.map((group, place) => (place < NETWORK_GROUPS ? group : 0));
  return `${new ipaddr.IPv6(network).toString()}/64`;
}
