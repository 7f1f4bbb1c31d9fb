/**
 * The benchmark: `npm run bench`, or `npm run bench -- --help`. It only measures: its exit code is 0 whatever the figures are, and 1 if it
 * could not run.
 */
import { describeMachine, pinApart } from './machine.ts';
import { HELP, readOptions } from './options.ts';
import { printReport } from './report/print.ts';
import { writeReport } from './report/write.ts';
import { runBench } from './run.ts';

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const options = readOptions(args);
  if (options.help) {
    console.log(HELP);
    return;
  }
  const pinning = pinApart();
  console.log(describeMachine());
  console.log(
    pinning.missing === null
      ? 'The server has core 0 to itself; load and systems share core 1.'
      : `Server, load and systems share all cores, because ${pinning.missing}: figures are lower, and ratios less reliable.`,
  );
  const outcome = await runBench(options, pinning, (line) => console.log(line));
  printReport(outcome);
  if (options.write) console.log(`Wrote ${writeReport(outcome, { args, options, pinning }).join(' and ')}.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
