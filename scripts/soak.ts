/**
 * Puts the product under load while injecting faults, and prints the results: `npm run soak -- --help`. Exit code 1 if a promise was broken or
 * the soak failed to run.
 */
import { soakChanges } from './soak/changes.ts';
import { soakMixed } from './soak/mixed.ts';
import { HELP, readOptions } from './soak/options.ts';

const PARTS = { mixed: soakMixed, changes: soakChanges };

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return true;
  }
  let isClean = true;
  for (const part of options.parts) isClean = (await PARTS[part](options)) && isClean;
  return isClean;
}

process.exitCode = (await main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
}))
  ? 0
  : 1;
