/**
 * Measures the promises about limits and faults: `npm run figures`. Runs the tests that measure them, one file at a time and without tolerance
 * for a busy machine, then twice the load that can be served, and prints each promise beside its result; `--write` writes them to
 * docs/figures.md. Exit code 1 if a promise was broken. Takes a quarter of an hour; nothing else should run meanwhile.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { describeMachine } from '../bench/machine.ts';
import { readOptions } from './command/options.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FILES = [
  'test/faults/isolation.test.ts',
  'test/faults/policies.test.ts',
  'test/faults/matrix.test.ts',
  'test/overload/refusal.test.ts',
  'test/http/refusal-time.test.ts',
  'test/http/slow-sockets.test.ts',
  'test/http/stuck-readers.test.ts',
  'test/close/under-load.test.ts',
  'test/identity/tokens.test.ts',
  'test/identity/issuer-keys.test.ts',
];

/** The measurements of one command. */
interface Measured {
  readonly command: string;
  readonly isKept: boolean;
  readonly figures: readonly { readonly promised: string; readonly reached: string }[];
}

/** Runs a command, shows its output, and extracts the lines that `test/support/slack.ts` and bench/overload.ts print. */
async function measure(command: string, args: readonly string[]): Promise<Measured> {
  const env = { ...process.env, STRICT: '1' };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = stripVTControlCharacters(output).matchAll(/^figure \| (.+) \| (.+)$/gm);
  const figures = Array.from(lines, ([, promised = '', reached = '']) => ({ promised, reached }));
  return { command, isKept: code === 0, figures };
}

async function write(page: string): Promise<void> {
  const file = `${ROOT}docs/figures.md`;
  writeFileSync(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
}

/** The Markdown page, with a row for each figure and the command that printed it. */
function pageOf(measured: readonly Measured[]): string {
  const rows = measured.flatMap(({ command, isKept, figures }) =>
    figures.map(
      ({ promised, reached }) =>
        `| ${promised} | ${reached} | \`${command}\`${isKept ? '' : ', which failed'} |`,
    ),
  );
  return `# Figures of limits and faults

What is promised, and what \`npm run figures -- --write\` reached on ${new Date().toISOString().slice(0, 10)}: ${describeMachine()}.
Each file runs alone and without slack; in \`npm test\` the same tests allow for a busy machine.

| promised | reached | by |
| --- | --- | --- |
${rows.join('\n')}
`;
}

const values = readOptions({
  write: { type: 'boolean', default: false },
  seconds: { type: 'string', default: '60' },
  help: { type: 'boolean', short: 'h', default: false },
});
if (values.help) {
  console.log(
    'npm run figures -- [--write] [--seconds 60]   what is promised and what is reached; --seconds 0 skips the overload',
  );
} else {
  const measured: Measured[] = [];
  for (const file of FILES) {
    measured.push(await measure(`STRICT=1 npm test ${file}`, ['scripts/test.ts', file]));
  }
  if (values.seconds !== '0') {
    measured.push(
      await measure('npm run bench:overload', ['bench/overload.ts', '--seconds', values.seconds]),
    );
  }
  const page = pageOf(measured);
  console.log(page);
  if (values.write) await write(page);
  process.exitCode = measured.every(({ isKept }) => isKept) ? 0 : 1;
}
