import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** An item as plain JSON; binary attributes are Uint8Array. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * Values of an expression, `:value`, and those of its names that are not the attribute's own: `#verdict` is `verdict` unless
 * `names` says otherwise.
 */
export interface Expression {
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
}

/** The members of a request that its expressions `texts` need. */
export function expression(
  { names = {}, values }: Expression,
  ...texts: readonly (string | undefined)[]
): {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
} {
  const used = texts.flatMap((text) => text?.match(/#\w+/g) ?? []);
  const all = Object.fromEntries(used.map((name) => [name, names[name] ?? name.slice(1)]));
  return {
    ...(used.length === 0 ? {} : { ExpressionAttributeNames: all }),
    ...(values === undefined ? {} : { ExpressionAttributeValues: marshalled(values) }),
  };
}

export function marshalled(item: Item): Record<string, AttributeValue> {
  return marshall(item, { removeUndefinedValues: true });
}
