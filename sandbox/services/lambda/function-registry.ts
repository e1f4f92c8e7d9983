import { formatArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { LambdaFunction } from './lambda-function';

/** The functions of all accounts, by ARN. */
export class FunctionRegistry {
  readonly #functions = new Map<string, LambdaFunction>();

  /** Throws AwsError ResourceConflictException (409). */
  checkFree(arn: string, name: string): void {
    if (this.#functions.has(arn)) {
      throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
    }
  }

  add(lambda: LambdaFunction): void {
    this.checkFree(lambda.configuration.arn, lambda.configuration.name);
    this.#functions.set(lambda.configuration.arn, lambda);
  }

  remove(arn: string): void {
    this.#functions.delete(arn);
  }

  all(): readonly LambdaFunction[] {
    return [...this.#functions.values()];
  }

  find(arn: string): LambdaFunction | undefined {
    return this.#functions.get(arn);
  }

  /** Throws AwsError ResourceNotFoundException (404). */
  get(arn: string): LambdaFunction {
    const lambda = this.#functions.get(arn);
    if (lambda === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
    return lambda;
  }
}

/**
 * ARN of a function given by name, `ACCOUNT:function:NAME` or ARN, as `FunctionName` allows. Throws NotModelledError for versions
 * and aliases, AwsError InvalidParameterValueException for anything else.
 */
export function functionArnOf(reference: string, account: string, region: string): string {
  const match =
    /^(?:arn:[^:]+:lambda:(?<region>[^:]+):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[A-Za-z0-9_-]{1,64})(?::(?<qualifier>[A-Za-z0-9$_-]+))?$/.exec(
      reference,
    );
  const groups = match?.groups;
  const name = groups?.['name'];
  if (groups === undefined || name === undefined) {
    throw new AwsError('InvalidParameterValueException', `Value '${reference}' at 'functionName' is not a function.`);
  }
  if (groups['qualifier'] !== undefined && groups['qualifier'] !== '$LATEST') {
    throw new NotModelledError(`versions and aliases of functions (${reference})`);
  }
  return formatArn({
    service: 'lambda',
    region: groups['region'] ?? region,
    account: groups['account'] ?? account,
    resource: `function:${name}`,
  });
}
