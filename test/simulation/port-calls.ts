/** One call of a port's method. */
export interface PortCall {
  readonly port: string;
  readonly operation: string;
  readonly parameters: readonly unknown[];
}

/** What happens about a call: `act` makes it. */
export type Around = <T>(call: PortCall, act: () => Promise<T>) => Promise<T>;

/** The same port with `around` about every call. All of its methods have to return promises; what is not a method stays as it is. */
export function withCalls<Port extends object>(port: string, target: Port, around: Around): Port {
  return new Proxy(target, {
    get: (object, name) => {
      const method: unknown = Reflect.get(object, name);
      if (typeof method !== 'function') return method;
      return (...parameters: readonly unknown[]) =>
        around({ port, operation: String(name), parameters }, () => Reflect.apply(method, object, parameters));
    },
  });
}
