export interface TimedTask {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Decides among tasks of one time; no two tasks have the same `tie` and `order`. */
  readonly tie: number;
  readonly order: number;
  readonly run: () => void;
}

/** A priority queue of tasks: the earliest first. */
export class TaskHeap {
  readonly #tasks: TimedTask[] = [];

  get size(): number {
    return this.#tasks.length;
  }

  get first(): TimedTask | undefined {
    return this.#tasks[0];
  }

  push(task: TimedTask): void {
    const tasks = this.#tasks;
    let index = tasks.length;
    tasks.push(task);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = tasks[parent] as TimedTask;
      if (!isBefore(task, above)) break;
      tasks[index] = above;
      index = parent;
    }
    tasks[index] = task;
  }

  pop(): TimedTask | undefined {
    const tasks = this.#tasks;
    const [first] = tasks;
    const last = tasks.pop();
    if (last === undefined || tasks.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= tasks.length) break;
      const right = tasks[child + 1];
      if (right !== undefined && isBefore(right, tasks[child] as TimedTask)) child += 1;
      const below = tasks[child] as TimedTask;
      if (!isBefore(below, last)) break;
      tasks[index] = below;
      index = child;
    }
    tasks[index] = last;
    return first;
  }
}

function isBefore(one: TimedTask, other: TimedTask): boolean {
  if (one.at !== other.at) return one.at < other.at;
  return one.tie === other.tie ? one.order < other.order : one.tie < other.tie;
}
