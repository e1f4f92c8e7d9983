type Method = (...args: never[]) => Promise<unknown>;

/** What is told of the answer of a method. */
type Billed<Port> = {
  readonly [Name in keyof Port]?: Port[Name] extends (...args: never[]) => Promise<infer Answer>
    ? (answer: Answer) => void
    : never;
};

/** The same port; each method that is named takes its time, and its answer is billed. */
export function slowly<Port extends object>(port: Port, delay: () => Promise<void>, billed: Billed<Port>): Port {
  return new Proxy(port, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const call = value.bind(target) as Method;
      const bill = Reflect.get(billed, key) as ((answer: unknown) => void) | undefined;
      if (bill === undefined) return call;
      return async (...args: never[]) => {
        await delay();
        const answer = await call(...args);
        bill(answer);
        return answer;
      };
    },
  });
}
