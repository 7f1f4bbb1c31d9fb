import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** Reads the options of this command. Prints one line and exits with 1 if one is unknown or lacks its value. */
export function readOptions<Options extends ParseArgsOptionsConfig>(options: Options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${(error as Error).message.replace(/\.?$/, '.')} See --help.`);
    process.exit(1);
  }
}
