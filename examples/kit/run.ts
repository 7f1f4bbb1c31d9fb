import { parseArgs } from 'node:util';

/**
 * Settings by name: what holds where the environment says nothing, and what it is. Names that the gateway has as well, such as `PORT`, are
 * the gateway's: both may be started in one shell.
 */
export type Settings = Readonly<Record<string, readonly [fallback: string, about: string]>>;

/**
 * Runs an example: reads its settings from the environment and hands them to `main`, with a signal that aborts when the process is to
 * end. `--help` prints them instead. Exit code 1, and one line that says why, where `main` rejects.
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
    ([name, [fallback]]) => [name, process.env[name] ?? fallback] as const,
  );
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    await main(Object.fromEntries(values) as Record<keyof Given, string>, stop.signal);
    // Clients hold on to connections for the next time, of which there is none.
    process.exit(0);
  } catch (error) {
    console.error(explained(error, values));
    process.exit(1);
  }
}

/** Why an example ended; of a port that is taken, the setting that says which. */
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
