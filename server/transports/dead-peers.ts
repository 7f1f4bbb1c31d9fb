import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';
import ipaddr from 'ipaddr.js';

/** How often the table of connections is read while any is watched. */
const CHECK_MS = 5_000;
/** A peer that acknowledges nothing for three checks is dead: with keep-alives every 7 s, at most 23 s after it disappeared. */
const DEAD_MS = 9_000;
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
/**
 * Matches an open connection (01) whose retransmission timer is running (01): local port, address and port of the peer, retransmissions.
 */
const STUCK = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) 01 \S+ 01:\S+ ([0-9A-F]{8}) /gm;

/**
 * Disconnects peers that disappeared without closing, such as a phone that lost its signal. Over Server-Sent Events a client never sends
 * anything, so only TCP can tell: it retransmits for a quarter of an hour until the kernel gives up. Node has no `TCP_USER_TIMEOUT` (RFC
 * 5482), but Linux reports for each connection how often unacknowledged data was retransmitted (proc(5), /proc/net/tcp); any
 * acknowledgement resets the count to zero, so slow readers are not mistaken for dead ones. Other systems have no such table, and the
 * kernel's own timeout applies.
 */
export class DeadPeers {
  readonly #sockets = new Set<Socket>();
  /** When a peer stopped acknowledging, by `performance.now()`. */
  #silentSince = new Map<string, number>();
  #checks: NodeJS.Timeout | null = null;

  /** Destroys the socket if its peer is dead; stops watching when the socket closes. */
  watch(socket: Socket): void {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.once('close', () => this.#forget(socket));
    this.#checks ??= setInterval(() => void this.#check(), CHECK_MS).unref();
  }

  #forget(socket: Socket): void {
    this.#sockets.delete(socket);
    if (this.#sockets.size > 0 || !this.#checks) return;
    clearInterval(this.#checks);
    this.#checks = null;
    this.#silentSince.clear();
  }

  async #check(): Promise<void> {
    const stuck = new Set((await Promise.all(TABLES.map(stuckIn))).flat());
    const now = performance.now();
    const since = (key: string) => this.#silentSince.get(key) ?? now;
    this.#silentSince = new Map([...stuck].map((key) => [key, since(key)]));
    for (const socket of this.#sockets) {
      if (now - since(keyOf(socket)) >= DEAD_MS) socket.destroy();
    }
  }
}

/** The connections of a table that wait for an acknowledgement; none if there is no such table. */
async function stuckIn(table: string): Promise<readonly string[]> {
  try {
    return stuckOf(await readFile(table, 'latin1'));
  } catch {
    return [];
  }
}

/** The connections of such a table that have retransmitted something and are waiting, in the form of {@link keyOf}. */
export function stuckOf(table: string): readonly string[] {
  return [...table.matchAll(STUCK)].flatMap(([, local = '', address = '', remote = '', again = '']) =>
    Number.parseInt(again, 16) > 0
      ? [`${Number.parseInt(local, 16)} ${addressOf(address)} ${Number.parseInt(remote, 16)}`]
      : [],
  );
}

function keyOf({ localPort = 0, remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${localPort} ${ipaddr.isValid(remoteAddress) ? withoutZone(ipaddr.process(remoteAddress)) : ''} ${remotePort}`;
}

/** The kernel writes an address as four-byte words in the machine's byte order. */
function addressOf(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => {
    const some = [...Buffer.from(word, 'hex')];
    return endianness() === 'LE' ? some.reverse() : some;
  });
  return withoutZone(ipaddr.process(ipaddr.fromByteArray(bytes).toString()));
}

/** Drops the zone of a link-local address, which the table does not contain. */
function withoutZone(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return ipaddr.fromByteArray(address.toByteArray()).toString();
}
