import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of a clock tick in /proc: USER_HZ is 100 on every Linux that Node.js runs on. */
const TICK = 10;

/** CPU time so far by process ID, in milliseconds, user and system. */
export type CpuTimes = ReadonlyMap<number, number>;

/** Of the processes in which this process's local organization runs its functions. Linux only: it is read from /proc. */
export function functionCpu(): CpuTimes {
  const times = new Map<number, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const cpu = cpuOfFunction(entry);
    if (cpu !== undefined) times.set(Number(entry), cpu);
  }
  return times;
}

/** What was used between two looks; a process that began in between counts whole. */
export function usedBetween(before: CpuTimes, after: CpuTimes): number {
  return [...after].reduce((sum, [id, cpu]) => sum + cpu - (before.get(id) ?? 0), 0);
}

function cpuOfFunction(id: string): number | undefined {
  try {
    if (!readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('lambda/bootstrap.mjs')) return undefined;
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // after the name in parentheses: state, parent, …; fields 14 and 15 of proc(5) are the times
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(fields[1]) !== process.pid) return undefined;
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    // it ended while it was looked at
    return undefined;
  }
}
