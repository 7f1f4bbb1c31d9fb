import { describeMachine, type Pinning } from '../machine.ts';
import type { Options } from '../options.ts';
import type { Outcome } from '../run.ts';
import { aimsOf } from './aims.ts';
import { footprintLine, SCENARIOS } from './describe.ts';
import { markdownTable } from './table.ts';
import { aimTable, scenarioTable } from './tables.ts';
import { versionsOfPeers } from './versions.ts';

/** How the run was made. */
export interface Circumstances {
  readonly args: readonly string[];
  readonly options: Options;
  readonly pinning: Pinning;
}

const HOW_TO_READ = `## How to read it

- **Isthmus** and the peers answer the same operations over the same REST systems with the same bytes: before it was timed, each server's
  answers to each operation, of Q2v to a sample of its pages, were compared with the reference. Of every timed answer status and beginning
  were checked.
- **Isthmus, answers kept** authenticates callers: each request presents an API key, and its rights to the whole operation are checked, as
  are the operation's size and cost and the load of the process. Callers have budgets of cost, of which a kept answer takes nothing
  ([limits.md](limits.md#what-a-caller-may-spend)). All other servers, the finished bytes included, check no caller, which is to their advantage.
- **cold** keeps nothing between requests; **entities kept** has entities and lists in memory, but works out every answer anew;
  **answers kept** may send whole answers again. _Apollo Server, REST answers kept_ is RESTDataSource, which keeps what a system's \`Cache-Control\` allows.
- The **hand-written endpoint** is what one writes who needs just these operations: no GraphQL, the optimal REST calls. **Finished
  bytes from plain Node** is the most that a Node server can do for a whole answer. These are bounds, not competitors.
- **CPU µs/request** is user and system time of the server by its own accounting, divided by requests. It moves less
  than requests a second when the machine has other work.
- **server busy** near 100 % says that the server's core was the limit, which is what is to be measured. **load busy** near 100 % says
  that the load and the systems were: then the figure is a lower bound.
- **REST/request** is counted by the systems. Below what an operation needs alone, requests that were under way at once have shared calls, or something was kept.
- **MiB** is resident memory at the end of the measurement, with whatever was measured before in the same process.`;

const HONESTLY = `## Honestly

- Load and systems share one core, so latencies hold some of their time as well; compare them, do not take them for your own.
- A closed loop: 32 connections, each asks again as soon as it was answered. It shows what a server can do, not how it feels under a fixed rate.
- The systems answer from memory without delay, except where a delay is named: what is measured is the gateway. With slow systems the
  number of calls and how many of them wait for each other count for more, which is what the two tables with 20 ms are for.
- Peers run as their own guides show, with the batch reads of the same systems. Isthmus checks every payload against the system's contract and
  has limits, deadlines and retries around each call; the peers and the hand-written endpoint do none of that.
- The upstream takes 1,000 ids at once, so that nobody needs more than five calls. Systems that take a hundred make more.`;

/** The page about a run. */
export function writeMarkdown({ results, footprint }: Outcome, circumstances: Circumstances): string {
  const { args, options, pinning } = circumstances;
  const rows = results.rows();
  const sections = SCENARIOS.flatMap(([name, title]) => {
    const table = scenarioTable(rows, name);
    return table.rows.length > 0 ? [`### ${title}`, markdownTable(table)] : [];
  });
  const gaps = results.gaps.map(
    ({ label, scenario, reason }) => `- ${label}, ${scenario}: ${oneLine(reason)}`,
  );
  const parts = [
    '# Benchmarks',
    `\`${['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ')}\` printed these figures and wrote this page on ${today()}.`,
    `![Requests a second of Isthmus, its peers and its bounds](benchmarks.svg)`,
    '## What it must show',
    markdownTable(aimTable(aimsOf(rows, footprint))),
    ...(footprint ? [footprintLine(footprint)] : []),
    HOW_TO_READ,
    '## What was measured',
    [
      `- Machine: ${describeMachine()}.`,
      `- ${pinning.missing === null ? 'The server is alone on one core; load and systems share another' : `Nothing is pinned to a core, as ${pinning.missing}`}.`,
      `- ${options.rounds} rounds; each starts every server in turn, alone, and measures for ${options.seconds} s after a warm-up of ${options.warmUp} s. Figures are medians of rounds.`,
      `- Peers: ${versionsOfPeers().join(', ')}.`,
    ].join('\n'),
    ...sections,
    ...(gaps.length > 0 ? ['### Not measured', gaps.join('\n')] : []),
    HONESTLY,
  ];
  return `${parts.join('\n\n')}\n`;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Escapes what could be taken for Markdown. */
function oneLine(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ').slice(0, 200).trim()}\``;
}
