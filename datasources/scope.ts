/** What a data source may know of the request it works for. */
export interface RequestScope {
  /** The id of the request, sent along to every system as `X-Request-Id`. */
  readonly requestId: string;
  /** Aborts when the caller is gone or the request's time is over; ends every call made for it. */
  readonly signal: AbortSignal;
}

/** Where data sources write what operators need to know; pino satisfies it. */
export interface Logger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
