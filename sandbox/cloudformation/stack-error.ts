import { NotModelledError } from '../aws-error';

/** A stack that could not be created or deleted; what had been created is gone again. `cause` is the first failure. */
export class StackError extends Error {
  constructor(stack: { account: string; region: string; stackName: string }, reason: string, cause?: unknown) {
    super(`stack ${stack.stackName} in ${stack.account}/${stack.region}: ${reason}`, { cause });
    this.name = 'StackError';
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether a failure, or what caused it, is something that the local organization does not model. */
export function isNotModelled(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof NotModelledError) return true;
  }
  return false;
}
