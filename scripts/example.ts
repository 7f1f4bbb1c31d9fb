/** Runs one of the example integrations: `npm run example -- <name>`, with `--help` for its settings. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../examples/', import.meta.url);

const [first = '--help'] = process.argv.slice(2);
const names = readdirSync(FOLDER).filter((name) => existsSync(new URL(`${name}/main.ts`, FOLDER)));
if (names.includes(first)) {
  await import(new URL(`${first}/main.ts`, FOLDER).href);
} else {
  const isHelp = first === '--help' || first === '-h';
  const lines = names.map((name) => `  ${name.padEnd(18)}${titleOf(name)}`);
  const usage = `Usage: npm run example -- <name> [--help]\n\n${lines.join('\n')}`;
  console[isHelp ? 'log' : 'error'](isHelp ? usage : `There is no example "${first}".\n\n${usage}`);
  process.exitCode = isHelp ? 0 : 1;
}

function titleOf(name: string): string {
  return /^# (.*)/.exec(readFileSync(new URL(`${name}/README.md`, FOLDER), 'utf8'))?.[1] ?? '';
}
