import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { ConfigError } from '../../server/config.ts';

/** A command failed; the message says why, in one line. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs a command and prints its lines. If it fails, prints one line that says why and sets exit code 1. */
export async function runCommand(main: () => Promise<readonly string[]>): Promise<void> {
  try {
    console.log((await main()).join('\n'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isKnown = error instanceof CommandError || error instanceof ConfigError;
    console.error(isKnown || code?.startsWith('ERR_PARSE_ARGS') ? message.replaceAll('\n', ' ') : error);
    process.exitCode = 1;
  }
}

/** Reads the options and the words of this command. A negative number is the value of the option before it. Throws what `parseArgs` throws. */
export function readArguments<Options extends ParseArgsOptionsConfig>(options: Options) {
  const args = process.argv.slice(2).reduce<string[]>((read, arg) => {
    const before = read.at(-1);
    if (!/^-\d/.test(arg) || !before?.startsWith('--')) return [...read, arg];
    return [...read.slice(0, -1), `${before}=${arg}`];
  }, []);
  return parseArgs({ args, options, allowPositionals: true });
}

/** Formats rows as a table whose columns are as wide as their widest cell. */
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
