import type { Fields } from '../ask.ts';
import type { Mode } from './isthmus.ts';

/** The names that `--only` takes. */
export const NAMES = ['isthmus', 'handwritten', 'plain', 'apollo', 'mercurius', 'yoga', 'hive'] as const;
/** One of the compared servers. */
export type Name = (typeof NAMES)[number];

/** The addresses of the other processes. */
export interface Addresses {
  readonly upstream: string;
  /** The hand-written endpoint that answers are checked against. */
  readonly reference: string;
  /** Null if there is no redis-server. */
  readonly redis: string | null;
}

/** How to start a server; it listens on PORT of loopback. */
export interface Command {
  /** Arguments of node. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A server in a mode. */
export interface Target {
  readonly name: Name;
  readonly mode: Mode;
  /** Its name in tables. */
  readonly title: string;
  readonly command: (addresses: Addresses) => Command;
  /** Obtains the header fields that callers have to send, from the graph at this address; if absent, they send none. */
  readonly admit?: (url: string) => Promise<Fields>;
  /** The folder of its packages, if they are not the product's own. */
  readonly folder?: string;
}

/** `isthmus cold`. */
export function labelOf({ name, mode }: Pick<Target, 'name' | 'mode'>): string {
  return `${name} ${mode}`;
}
