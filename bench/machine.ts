import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

/** How processes are kept apart: the server alone on one core, load and upstream on another. */
export interface Pinning {
  /** Put before the command of a server. */
  readonly server: readonly string[];
  /** Why there is none; null where there is. */
  readonly missing: string | null;
}

/** Puts this process (the load) and the children it will have on core 1; servers are to be started with `server`. */
export function pinApart(): Pinning {
  if (availableParallelism() < 2) return { server: [], missing: 'there is one core only' };
  const pinned = spawnSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });
  if (pinned.status !== 0) return { server: [], missing: 'taskset (util-linux) is not here' };
  return { server: ['taskset', '-c', '0'], missing: null };
}

/** What a process has used so far, by its own accounting. */
export interface Usage {
  /** User and system time of all threads, in microseconds. */
  readonly cpuMicros: number;
  /** Resident memory in bytes. */
  readonly rss: number;
}

/** Linux counts in hundredths of a second for all programs that ask (`getconf CLK_TCK`), whatever the kernel's own. */
const TICK_MICROS = 10_000;

/** The usage of a process; null where /proc is not there. */
export function usageOf(pid: number): Usage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Fields are counted from behind the name, which may hold anything: utime and stime are the 14th and 15th of all.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return { cpuMicros: ticks * TICK_MICROS, rss: Number(kilobytes ?? 0) * 1_024 };
  } catch {
    return null;
  }
}

/** The machine in a line. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  return `${cpus().length} cores of ${model}, Node ${process.version}, ${process.platform} ${process.arch}`;
}

/** What else the machine does just now, and whether this run is given way before it: asked before a run begins. */
export function describeCompany(): string {
  const load = `load average ${(loadavg()[0] ?? 0).toFixed(1)} when it began`;
  const nice = niceOfGroup();
  return nice === 0 ? load : `${load}, at a scheduling priority of nice ${nice}`;
}

/** Linux weighs sessions against each other (man 7 sched, autogroup); 0 where it does not. */
function niceOfGroup(): number {
  try {
    return Number(/nice (-?\d+)/.exec(readFileSync('/proc/self/autogroup', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
