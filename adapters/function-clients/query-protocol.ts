import type { Element } from '../../core/lifecycle/xml-tree';
import { answerRoot, child, rootOf, unreadable } from '../wire/answer-xml';
import { isAnswerElement } from '../wire/whole-answer';
import { errorOf } from '../wire/xml-error';
import type { Protocol } from './service-client';

/** Reads the element `<Operation>Result`. */
export type ResultReader = (result: Element) => Readonly<Record<string, unknown>>;

/** AWS Query, for input of plain values. `readers`: of each operation. Source: Smithy, "AWS query protocol". */
export function queryProtocol(version: string, readers: Readonly<Record<string, ResultReader>>): Protocol {
  return {
    message: ({ operation, input }) => {
      const form = new URLSearchParams({ Action: operation, Version: version });
      for (const [name, value] of Object.entries(input)) {
        if (value === undefined) continue;
        if (typeof value === 'object') throw new TypeError(`${name} is no plain value`);
        form.set(name, String(value));
      }
      return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() };
    },
    check: (answer) => {
      if (answer.response.statusCode >= 300) throw errorOf(answer);
      const root = rootOf(answer.body)?.local ?? '';
      if (!isAnswerElement(root)) throw unreadable(`its root element is ${root}`);
    },
    output: ({ operation }, { body }) => {
      const result = child(answerRoot(body, `${operation}Response`), `${operation}Result`);
      const read = readers[operation];
      if (result === undefined || read === undefined) throw unreadable(`there is no ${operation}Result in it`);
      return read(result);
    },
  };
}
