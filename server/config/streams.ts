import type { SettingsReader } from '../settings.ts';

/** The limits for long-lived operations: subscriptions and live queries. */
export interface StreamsConfig {
  /** The most connections over WebSocket and SSE at once. */
  readonly maxConnections: number;
  /** The most long-lived operations, over all connections. */
  readonly maxStreams: number;
  /** How much of both one caller may take, in percent. */
  readonly callerPercent: number;
  /**
   * The most characters of results that may be pending for one connection, over all its subscriptions. Past that a stream is ended, and the
   * client resumes from where it was.
   */
  readonly maxBufferedChars: number;
  /** The least number of milliseconds between two answers of a live query, whatever the client asks for. */
  readonly minThrottleMs: number;
}

/** Reads the settings for long-lived operations. */
export function readStreams(reader: SettingsReader): StreamsConfig {
  return {
    maxConnections: reader.integer(
      'MAX_CONNECTIONS',
      20_000,
      [1, 1_000_000],
      'maximum number of concurrent WebSockets and event streams',
    ),
    maxStreams: reader.integer(
      'MAX_STREAMS',
      50_000,
      [1, 10_000_000],
      'maximum number of concurrent subscriptions and live queries',
    ),
    callerPercent: reader.integer(
      'MAX_CALLER_PERCENT',
      10,
      [1, 100],
      'maximum share of MAX_CONNECTIONS and MAX_STREAMS that one caller may take, in percent; callers without a name are told apart by address',
    ),
    maxBufferedChars: reader.integer(
      'MAX_BUFFERED_CHARS',
      262_144,
      [1_024, 67_108_864],
      'maximum number of characters buffered for a slow connection; past that it is closed, to resume from its last cursor',
    ),
    minThrottleMs: reader.integer(
      'LIVE_MIN_THROTTLE_MS',
      100,
      [0, 3_600_000],
      'minimum number of milliseconds between two answers of a live query, whatever its client asks for',
    ),
  };
}
