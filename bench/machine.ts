import { availableParallelism, cpus, totalmem } from 'node:os';

/** What the measurements were made on. */
export interface Machine {
  /** Model of the processor, as the system calls it. */
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
  /** ISO 8601, to the minute. */
  readonly at: string;
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    at: `${new Date().toISOString().slice(0, 16)}Z`,
  };
}

export function inWords({ cpu, cores, memoryGb, node, platform, at }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}, Node ${node}, ${at}`;
}
