import type { Scalar } from './matchers';

/** Which element of which array a field lies in: array (its path with indexes) to index. */
export type Membership = ReadonlyMap<string, number>;

export interface EventField {
  readonly value: Scalar;
  readonly membership: Membership;
}

/** The leaves of an event by path, such as `detail.requestParameters.bucketName`. Empty objects and arrays leave no trace. */
export type EventFields = ReadonlyMap<string, readonly EventField[]>;

export function flattenEvent(event: object): EventFields {
  const fields = new Map<string, EventField[]>();
  const visit = (value: unknown, path: string, place: string, membership: Membership): void => {
    if (Array.isArray(value)) {
      value.forEach((element, index) => {
        visit(element, path, `${place}[${index}]`, new Map(membership).set(place, index));
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        if (member !== undefined) visit(member, path === '' ? name : `${path}.${name}`, `${place}.${name}`, membership);
      }
    } else {
      const list = fields.get(path) ?? [];
      list.push({ value: value as Scalar, membership });
      fields.set(path, list);
    }
  };
  visit(event, '', '', new Map());
  return fields;
}

/** Whether two fields could stand in the same array elements. */
export function isConsistent(one: Membership, other: Membership): boolean {
  for (const [array, index] of one) {
    const known = other.get(array);
    if (known !== undefined && known !== index) return false;
  }
  return true;
}

export function merge(one: Membership, other: Membership): Membership {
  return new Map([...one, ...other]);
}
