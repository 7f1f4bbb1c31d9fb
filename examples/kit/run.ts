import { parseArgs } from 'node:util';

/**
 * Settings by name: the default, and a description. Names that the gateway uses too, such as `PORT`, are reserved for the gateway: both
 * may be started in one shell.
 */
export type Settings = Readonly<Record<string, readonly [fallback: string, about: string]>>;

/**
 * Runs an example: reads its settings from the environment and passes them to `main`, with a signal that aborts when the process should
 * stop. `--help` prints them instead. Exit code 1, and one line that says why, if `main` rejects.
 */
export async function run<const Given extends Settings>(
  about: string,
  settings: Given,
  main: (values: Readonly<Record<keyof Given, string>>, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { values: flags } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (flags.help) {
    console.log(help(about, settings));
    return;
  }
  const values = Object.entries(settings).map(
    ([name, [fallback]]) => [name, process.env[name]?.trim() || fallback] as const,
  );
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    await main(Object.fromEntries(values) as Record<keyof Given, string>, stop.signal);
    // Clients keep idle connections for a next time, and there is none.
    process.exit(0);
  } catch (error) {
    console.error(explained(error, values));
    process.exit(1);
  }
}

/** Why an example ended; for a port that is taken, with the setting that names it. */
function explained(error: unknown, values: readonly (readonly [name: string, value: unknown])[]): unknown {
  if (!(error instanceof Error)) return error;
  const { code, port, message } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code !== 'EADDRINUSE') return message;
  const [setting] = values.find(([name, value]) => name.endsWith('_PORT') && Number(value) === port) ?? [];
  return `Port ${port} is taken by another program. Stop it, or set ${setting} to another port.`;
}

function help(about: string, settings: Settings): string {
  const width = Math.max(...Object.keys(settings).map((name) => name.length));
  const lines = Object.entries(settings).map(
    ([name, [fallback, text]]) =>
      `  ${name.padEnd(width)}  ${text}${fallback === '' ? '' : ` [${fallback}]`}`,
  );
  return `${about}\n\nSettings (environment variables) [default]\n${lines.join('\n')}`;
}
