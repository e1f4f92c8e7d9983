import { AwsError, NotModelledError } from '../../aws-error';

/** Throws NotModelledError for a parameter that is not among `known`, which name what stands before the first dot. */
export function checkParameters(action: string, parameters: URLSearchParams, known: readonly string[]): void {
  for (const key of parameters.keys()) {
    const [name = ''] = key.split('.');
    if (name === 'Action' || name === 'Version' || known.includes(name)) continue;
    throw new NotModelledError(`the parameter ${name} of cloudformation:${action}`);
  }
}

export function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value !== null && value !== '') return value;
  throw invalid(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

/** Texts of a list, `NAME.member.1` and so on. */
export function texts(parameters: URLSearchParams, name: string): readonly string[] {
  return members(parameters, name).flatMap((prefix) => parameters.get(prefix) ?? []);
}

/** Prefixes of a list's members, in order. */
export function members(parameters: URLSearchParams, name: string): readonly string[] {
  const pattern = new RegExp(`^${name}\\.member\\.(\\d+)(\\.|$)`);
  const numbers = new Set([...parameters.keys()].flatMap((key) => pattern.exec(key)?.[1] ?? []));
  return [...numbers].sort((a, b) => Number(a) - Number(b)).map((number) => `${name}.member.${number}`);
}

/** Throws NotModelledError unless the parameter is absent or has one of these values. */
export function onlyAs(parameters: URLSearchParams, name: string, ...values: readonly string[]): void {
  const value = parameters.get(name);
  if (value !== null && !values.includes(value)) throw new NotModelledError(`${name} ${value}`);
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
