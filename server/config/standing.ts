import type { SettingsReader } from '../settings.ts';

/** What operations that stand may take: subscriptions and live queries. */
export interface StandingConfig {
  /** Connections over WebSocket and SSE at once. */
  readonly maxConnections: number;
  /** Operations that stand, over all connections. */
  readonly maxStreams: number;
  /** Characters of results that may wait for one connection, of all its subscriptions; past that a stream of it is ended, and it goes on from where it was. */
  readonly maxBufferedChars: number;
}

/** Reads the settings of operations that stand. */
export function readStanding(reader: SettingsReader): StandingConfig {
  return {
    maxConnections: reader.integer(
      'MAX_CONNECTIONS',
      20_000,
      1,
      1_000_000,
      'WebSockets and event streams at once',
    ),
    maxStreams: reader.integer(
      'MAX_STREAMS',
      50_000,
      1,
      10_000_000,
      'subscriptions and live queries at once',
    ),
    maxBufferedChars: reader.integer(
      'MAX_BUFFERED_CHARS',
      262_144,
      1_024,
      67_108_864,
      'results that may wait for one connection; past that it is cut off, and goes on from its last cursor',
    ),
  };
}
