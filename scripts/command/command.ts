import { ConfigError } from '../../server/config.ts';

/** A command could not be done; the message says why, in one line. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs a command and prints its lines. Exit code 1, with one line that says why, where it could not be done. */
export async function runCommand(main: () => Promise<readonly string[]>): Promise<void> {
  try {
    console.log((await main()).join('\n'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isKnown = error instanceof CommandError || error instanceof ConfigError;
    console.error(isKnown || code?.startsWith('ERR_PARSE_ARGS') ? message : error);
    process.exitCode = 1;
  }
}

/** Rows of a table with columns as wide as what is in them, the first row above a line. */
export function tableOf(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
