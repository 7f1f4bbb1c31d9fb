import { lookup as lookUp } from 'node:dns/promises';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { refusedRange, type AllowedAddresses } from './addresses.ts';
import { TargetRefusedError } from '../../errors/target-refused.ts';

/** The rules for where deliveries may go. */
export interface TargetRules {
  /** Addresses that are not public but may be sent to. */
  readonly allowed: AllowedAddresses;
  /** Whether `http:` is allowed as well as `https:`. */
  readonly http: boolean;
}

/** Resolves a host to all of its addresses. */
export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>;

/** CA certificates trusted in addition to the usual ones, PEM. */
export interface TargetTls {
  readonly ca?: string;
}

type Connector = ReturnType<typeof buildConnector>;

const MAX_URL_LENGTH = 2_048;
/** Shorter than the 15 seconds of a delivery, to distinguish this from a receiver that does not respond. */
const CONNECT_MS = 10_000;

/**
 * Prevents server-side request forgery: deliveries must not reach what only this process can. A target's address is checked when it is
 * configured, and again on every connection, against the very address that is connected to: a name that has since been pointed elsewhere
 * (DNS rebinding) does not pass.
 */
export class TargetGuard {
  readonly #rules: TargetRules;
  readonly #resolve: Resolve;

  constructor(rules: TargetRules, resolve: Resolve = (host) => lookUp(host, { all: true })) {
    this.#rules = rules;
    this.#resolve = resolve;
  }

  /** What is wrong with a URL as a target, in human-readable form; null if nothing is. Queries the resolver, and never throws. */
  async faultOf(text: string): Promise<string | null> {
    const url = URL.parse(text);
    if (!url) return 'expected an address, such as https://hooks.example/in';
    if (text.length > MAX_URL_LENGTH) return `expected an address of at most ${MAX_URL_LENGTH} characters`;
    const fault = this.#faultIn(url);
    if (fault !== null) return fault;
    try {
      const host = hostOf(url.hostname);
      if (isIP(host) === 0) await this.#addressesOf(host);
      else this.#check(host, host);
      return null;
    } catch (error) {
      if (error instanceof TargetRefusedError) return error.message;
      return `"${url.hostname}" is not known to the resolver`;
    }
  }

  /** A connector for undici that connects to allowed addresses only. It speaks HTTP/1.1. */
  connector({ ca }: TargetTls = {}): Connector {
    const connect = buildConnector({
      lookup: this.#lookup,
      timeout: CONNECT_MS,
      allowH2: false,
      ...(ca === undefined ? {} : { ca }),
    });
    return (options, callback) => {
      const host = hostOf(options.hostname);
      try {
        // Node performs no look-up if the host is an IP address.
        if (isIP(host) !== 0) this.#check(host, host);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      connect(options, (...[error, socket]) => {
        if (error) callback(error, null);
        else this.#admit(host, socket, callback);
      });
    };
  }

  /** The final check is of the actual remote address, whatever was looked up before. */
  #admit(host: string, socket: Socket, callback: (...args: [null, Socket] | [Error, null]) => void): void {
    try {
      this.#check(host, socket.remoteAddress ?? '');
    } catch (error) {
      socket.destroy();
      callback(error as Error, null);
      return;
    }
    callback(null, socket);
  }

  #faultIn(url: URL): string | null {
    const { http } = this.#rules;
    if (url.protocol === 'http:' && !http) {
      return 'expected an address that begins with https://; the setting WEBHOOKS_ALLOW_HTTP=on allows http:// as well';
    }
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      return `expected an address that begins with ${http ? 'https:// or http://' : 'https://'}`;
    }
    if (url.username !== '' || url.password !== '') return 'it must not contain a user name or password';
    if (url.hash !== '') return 'it must not have a fragment ("#…"), because receivers never get it';
    return null;
  }

  readonly #lookup: LookupFunction = (host, { all }, callback) => {
    const found = this.#addressesOf(host);
    void found.then(
      (addresses) => {
        const [first] = addresses;
        if (all === true) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, '', 0),
    );
  };

  /** The allowed addresses of a name. Throws if there are none, or the name does not resolve. */
  async #addressesOf(host: string) {
    const found = await this.#resolve(host);
    const good = found.filter(({ address }) => refusedRange(address, this.#rules.allowed) === null);
    const [bad] = found;
    if (good.length === 0) this.#check(host, bad?.address ?? '');
    return good;
  }

  #check(host: string, address: string): void {
    const range = refusedRange(address, this.#rules.allowed);
    if (range !== null) throw new TargetRefusedError(host, range);
  }
}

/** Strips the brackets of an IPv6 address. */
function hostOf(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
