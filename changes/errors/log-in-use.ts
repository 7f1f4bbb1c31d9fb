/** Another process, or another log in this one, has the file open. */
export class LogInUseError extends Error {
  override readonly name = 'LogInUseError';
  readonly code = 'LOG_IN_USE';

  constructor(file: string, cause: unknown) {
    super(
      `Another gateway uses ${file}. Set REDIS_URL to run several gateways side by side, or give this one another DATA_DIR.`,
      { cause },
    );
  }
}
