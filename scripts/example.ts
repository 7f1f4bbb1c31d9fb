/** Runs one of the worked integrations: `npm run example -- <name>`, with `--help` for its settings. */
import { existsSync, readdirSync } from 'node:fs';

const FOLDER = new URL('../examples/', import.meta.url);

const [name = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const names = readdirSync(FOLDER).filter((folder) => existsSync(new URL(`${folder}/main.ts`, FOLDER)));
if (!names.includes(name)) {
  console.error(`Usage: npm run example -- <name> [--help]\nThere are: ${names.join(', ')}.`);
  process.exit(1);
}
await import(new URL(`${name}/main.ts`, FOLDER).href);
