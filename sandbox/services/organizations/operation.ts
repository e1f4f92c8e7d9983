import type { z } from 'zod';
import type { Call } from '../../wire/message';

/** Where an operation may be called from. */
export type Audience = 'any member' | 'management or delegated administrator' | 'management';

export interface Operation<Request> {
  readonly schema: z.ZodType<Request>;
  readonly audience: Audience;
  /** ARN that the action is authorized on. @default `*` */
  resource?(request: Request): string;
  context?(request: Request): Readonly<Record<string, string>>;
  run(request: Request, call: Call): unknown;
}

/** Keeps the request's type inside one operation, so that operations of all types fit one table. */
export function operation<Request>(definition: Operation<Request>): Operation<never> {
  return definition as Operation<never>;
}
