import ipaddr from 'ipaddr.js';

/** Groups of 16 bits by which networks of IPv6 differ: whoever has one may choose any of the 2^64 addresses in it (RFC 4291, section 2.5.1). */
const NETWORK_GROUPS = 4;

/**
 * The network by which callers are told apart who do not say who they are: an IPv4 address, also where it is mapped (`::ffff:192.0.2.1`), or
 * the /64 of an IPv6 address. What is no address is given back as it is.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const network = parsed.parts.map((group, place) => (place < NETWORK_GROUPS ? group : 0));
  return `${new ipaddr.IPv6(network).toString()}/64`;
}
