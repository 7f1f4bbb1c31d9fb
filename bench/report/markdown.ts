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

- **Isthmus** and the peers answer the same operations over the same REST systems with the same bytes: before the measurements, each server's
  answers to each operation (for Q2v, to a sample of its pages) were compared with the reference. During the measurements, the status and the
  beginning of every answer were checked.
- **Isthmus, answers kept** authenticates callers: each request presents an API key, and its rights to the whole operation are checked, as
  are the operation's size and cost and the load of the process. Callers have budgets of cost, to which a cached answer is not charged
  ([limits.md](limits.md#what-a-caller-may-spend)). All other servers, including the finished bytes, do not authenticate callers, which is to
  their advantage.
- **cold** caches nothing between requests; **entities kept** has entities and lists in memory, but executes every operation;
  **answers kept** may serve cached whole answers. _Apollo Server, REST answers kept_ is RESTDataSource, which caches what a system's \`Cache-Control\` allows.
- The **hand-written endpoint** is what one would write for just these operations: no GraphQL, the optimal REST calls. **Finished
  bytes from plain Node** is the most that a Node server can do for a whole answer. These are bounds, not competitors: a **bound** in the
  first table is what such a server reaches of the same ratio. With rows as long as the systems send them, parsing them is most of what the
  hand-written endpoint does, and no gateway can avoid it.
- **CPU µs/request** is the user and system time of the server process, divided by the number of requests. Other work on the machine affects it
  less than requests per second.
- **server busy** near 100 % means that the server's core was the bottleneck, as it should be. **load busy** near 100 % means that the load and
  the systems were: then the figure is a lower bound.
- **REST/request** is counted by the systems. If it is lower than the operation needs on its own, concurrent requests have shared calls, or
  something was cached.
- **MiB** is resident memory at the end of the measurement; the same process ran the earlier measurements of that server.`;

const LIMITATIONS = `## Limitations

- Load and systems share one core, so latencies include some of their time; compare them with each other, and do not expect them in production.
- The load is a closed loop: each of 32 connections sends its next request as soon as it is answered. It shows what a server can do, not how
  it behaves at a fixed rate.
- The systems answer from memory and without delay, unless a delay is stated, so that the gateway is what is measured. With slow systems, the
  number of calls and how many of them depend on each other matter more; that is what the two tables with 20 ms show.
- Peers run as their own guides show, with the batch reads of the same systems. Isthmus checks every payload against the system's contract and
  has limits, deadlines and retries around each call; the peers and the hand-written endpoint do none of that.
- The upstream accepts 1,000 ids at once, so that no server needs more than five calls. With systems that accept a hundred, there are more.`;

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
      `- ${pinning.missing === null ? 'The server has one core to itself; load and systems share another' : `Nothing is pinned to a core, because ${pinning.missing}`}.`,
      `- ${options.rounds} rounds; each starts every server in turn, alone, and measures for ${options.seconds} s after a warm-up of ${options.warmUp} s. Figures are medians of rounds.`,
      `- Peers: ${versionsOfPeers().join(', ')}.`,
    ].join('\n'),
    ...sections,
    ...(gaps.length > 0 ? ['### Not measured', gaps.join('\n')] : []),
    LIMITATIONS,
  ];
  return `${parts.join('\n\n')}\n`;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Formats a text as inline code on one line, of at most 200 characters. */
function oneLine(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ').slice(0, 200).trim()}\``;
}
