import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

/** How processes are pinned: the server alone on one core, load and upstream on another. */
export interface Pinning {
  /** Prefix of a server's command. */
  readonly server: readonly string[];
  /** Why there is no pinning; null if there is. */
  readonly missing: string | null;
}

/** Pins this process (the load) and its future children to core 1; start servers with `server`. */
export function pinApart(): Pinning {
  if (availableParallelism() < 2) return { server: [], missing: 'there is only one core' };
  const pinned = spawnSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });
  if (pinned.status !== 0) return { server: [], missing: 'taskset (util-linux) is not installed' };
  return { server: ['taskset', '-c', '0'], missing: null };
}

/** Resources that a process has used so far, as the kernel accounts for them. */
export interface Usage {
  /** User and system time of all threads, in microseconds. */
  readonly cpuMicros: number;
  /** Resident memory in bytes. */
  readonly rss: number;
}

/** Linux reports times to programs in hundredths of a second (`getconf CLK_TCK`), whatever the kernel uses internally. */
const TICK_MICROS = 10_000;

/** The usage of a process; null without /proc. */
export function usageOf(pid: number): Usage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may contain anything, so fields are counted after it: utime and stime are the 14th and 15th overall.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return { cpuMicros: ticks * TICK_MICROS, rss: Number(kilobytes ?? 0) * 1_024 };
  } catch {
    return null;
  }
}

/** Describes the machine in one line. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  return `${cpus().length} cores of ${model}, Node ${process.version}, ${process.platform} ${process.arch}`;
}

/** Describes what else the machine is doing, and whether this run has lower priority: call it before a run begins. */
export function describeCompany(): string {
  const load = `load average ${(loadavg()[0] ?? 0).toFixed(1)} at the start`;
  const nice = niceOfGroup();
  return nice === 0 ? load : `${load}, at a scheduling priority of nice ${nice}`;
}

/** The nice value of this session's autogroup, by which Linux schedules sessions against each other (man 7 sched); 0 without autogroups. */
function niceOfGroup(): number {
  try {
    return Number(/nice (-?\d+)/.exec(readFileSync('/proc/self/autogroup', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
