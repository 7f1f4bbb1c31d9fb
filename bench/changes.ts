/**
 * The benchmark of subscriptions: `npm run bench:changes`, or `npm run bench:changes -- --help`. Like bench/main.ts it only measures: its
 * exit code is 1 only if it could not run, or if two servers do not send the same results.
 */
import { HELP, readOptions } from './changes/options.ts';
import { changesSection, printReport } from './changes/report.ts';
import { runBench } from './changes/run.ts';
import { describeCompany, describeMachine, pinApart } from './machine.ts';
import { writeChanges } from './report/write.ts';

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const options = readOptions(args);
  if (options.help) {
    console.log(HELP);
    return;
  }
  const pinning = pinApart();
  const company = describeCompany();
  console.log(`${describeMachine()}; ${company}`);
  const outcome = await runBench(options, pinning.server, (line) => console.log(line));
  printReport(outcome);
  if (!options.write) return;
  console.log(`Wrote ${writeChanges(changesSection(outcome, { args, options, pinning, company }))}.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
