import { AwsError } from '../../aws-error';
import type { RuleTarget } from './event-buses';

/** What is sent to a target for an event: its constant input, the part that its path names, or the whole event. */
export function targetPayload(target: RuleTarget, event: object): string {
  if (target.input !== undefined) return target.input;
  if (target.inputPath === undefined) return JSON.stringify(event);
  return JSON.stringify(at(target.inputPath, event) ?? null);
}

/** Message group of the event in a queue; undefined where the target names none, or the event has nothing at the path. */
export function targetGroup({ messageGroupId }: RuleTarget, event: object): string | undefined {
  if (messageGroupId?.startsWith('$') !== true) return messageGroupId;
  const value = at(messageGroupId, event);
  return value === undefined || value === null ? undefined : String(value);
}

function at(path: string, event: object): unknown {
  let value: unknown = event;
  for (const step of pathSteps(path)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value;
}

/** Names and indexes of a JSON path such as `$.detail.items[0]`. Throws AwsError ValidationException for any other form. */
export function pathSteps(path: string): readonly string[] {
  const step = String.raw`\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']+)'\]`;
  if (!new RegExp(String.raw`^\$(?:${step})*$`).test(path)) {
    throw new AwsError('ValidationException', `Invalid jsonPath: ${path}`);
  }
  return [...path.matchAll(new RegExp(step, 'g'))].map(([, name, index, quoted]) => name ?? index ?? quoted ?? '');
}
