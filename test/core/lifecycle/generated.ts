import fc from 'fast-check';
import { RULE_ID } from '../../../core/contract/names';

/** A configuration that S3 may hold, with the texts of its rules as they stand in it. */
export interface Generated {
  readonly xml: string;
  readonly foreign: readonly string[];
  /** Text of the rule of ours, where it has one. */
  readonly own: string | undefined;
  /** Text up to the first rule. */
  readonly head: string;
  /** What stands between two rules. */
  readonly gap: string;
  /** Text behind the last rule. */
  readonly end: string;
}

type Write = (name: string, content: string) => string;

const space = fc.constantFrom('', '\n  ', '\r\n\t', '<!-- why -->', ' <?note kept?>\n');
const text = fc.constantFrom('logs', 'a&amp;b', '&#x1F600;', '😀/ü', '<![CDATA[<raw>]]>', 'x<!-- c -->y');
const days = fc.integer({ min: 1, max: 40 });

/** Actions but the abort, some of which no SDK models. */
const otherAction = (write: Write): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      write('NoncurrentVersionExpiration', write('NoncurrentDays', '3') + write('NewerNoncurrentVersions', '2')),
      write('NoncurrentVersionTransition', write('StorageClass', 'GLACIER') + write('NoncurrentDays', '30')),
      write('NoncurrentVersionExpiration', write('NoncurrentDays', '9')) +
        `<x:Retain xmlns:x="urn:unknown" mode="${'é'}">forever</x:Retain>`,
      write('NoncurrentVersionExpiration', write('NoncurrentDays', '5')) +
        write('HoldUntilApproved', write('By', 'legal')),
    ),
    days.map((value) => write('NoncurrentVersionExpiration', write('NoncurrentDays', String(value)))),
  );

const scopeOf = (write: Write, dialect: 'V1' | 'V2'): fc.Arbitrary<{ scope: string; narrow: boolean }> => {
  const prefix = fc.oneof(fc.constant(''), text).map((value) => write('Prefix', value));
  if (dialect === 'V1') return prefix.map((scope) => ({ scope, narrow: false }));
  const tag = write('Tag', write('Key', 'k') + write('Value', 'v'));
  return fc.oneof(
    prefix.map((value) => ({ scope: write('Filter', value), narrow: false })),
    fc.constantFrom('', '\n').map((value) => ({ scope: write('Filter', value), narrow: false })),
    fc
      .constantFrom(
        tag,
        write('ObjectSizeGreaterThan', '500'),
        write('And', write('Prefix', '') + tag),
        write('And', write('Prefix', '') + write('ObjectSizeLessThan', '5')),
      )
      .map((value) => ({ scope: write('Filter', value), narrow: true })),
  );
};

const abortOf = (write: Write): fc.Arbitrary<string> =>
  days.map((value) => write('AbortIncompleteMultipartUpload', write('DaysAfterInitiation', String(value))));

const foreignRule = (write: Write, dialect: 'V1' | 'V2', id: string, mayAbort: boolean): fc.Arbitrary<string> =>
  fc
    .record({
      scope: scopeOf(write, dialect),
      status: fc.constantFrom('Enabled', 'Disabled'),
      action: otherAction(write),
      abort: fc.option(abortOf(write), { nil: undefined, freq: 1 }),
      gap: space,
      turn: fc.nat(5),
      withId: fc.boolean(),
    })
    .map(({ scope, status, action, abort, gap, turn, withId }) => {
      const members = [
        ...(withId ? [write('ID', id)] : []),
        scope.scope,
        write('Status', status),
        abort !== undefined && mayAbort && !scope.narrow ? abort : action,
      ];
      // members of a rule may come in any order
      const turned = [...members.slice(turn % members.length), ...members.slice(0, turn % members.length)];
      return write('Rule', gap + turned.join(gap));
    });

const ourRule = (write: Write, dialect: 'V1' | 'V2'): fc.Arbitrary<string> =>
  fc
    .record({
      prefix: fc.constantFrom('', 'moved/'),
      status: fc.constantFrom('Enabled', 'Disabled'),
      abort: abortOf(write),
    })
    .map(({ prefix, status, abort }) => {
      const scope = write('Prefix', prefix);
      return write(
        'Rule',
        write('ID', RULE_ID) + (dialect === 'V1' ? scope : write('Filter', scope)) + write('Status', status) + abort,
      );
    });

/** Configurations of one dialect that S3 accepts. In V1 at most one rule aborts, as S3 demands of overlapping prefixes. */
export function configurations(dialect: 'V1' | 'V2'): fc.Arbitrary<Generated> {
  return fc.constantFrom('', 's3:').chain((prefix) => {
    const write: Write = (name, content) => `<${prefix}${name}>${content}</${prefix}${name}>`;
    return fc
      .record({
        count: fc.nat(5),
        ours: fc.boolean(),
        at: fc.nat(5),
        aborting: fc.nat(7),
        gap: space,
        attribute: fc.boolean(),
      })
      .chain(({ count, ours, at, aborting, gap, attribute }) => {
        const mayAbort = (index: number): boolean => dialect === 'V2' || (!ours && index === aborting);
        const foreign = Array.from({ length: count }, (_, index) =>
          foreignRule(write, dialect, `rule ${index}`, mayAbort(index)),
        );
        return fc
          .record({
            foreign: fc.tuple(...foreign),
            own: ourRule(write, dialect),
            declaration: fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n', '\uFEFF'),
            tail: fc.constantFrom('', '\n', '\n<!-- 😀 -->'),
          })
          .map(({ foreign: texts, own, declaration, tail }) => {
            const rules: string[] = [...texts];
            if (ours) rules.splice(Math.min(at, rules.length), 0, own);
            const namespace = `xmlns${prefix === '' ? '' : ':s3'}="http://s3.amazonaws.com/doc/2006-03-01/"`;
            const head = `${declaration}<${prefix}LifecycleConfiguration ${namespace}${attribute ? ' extra="1"' : ''}>${gap}`;
            const end = `${gap}</${prefix}LifecycleConfiguration >${tail}`;
            return {
              xml: head + rules.join(gap) + end,
              foreign: texts,
              own: ours ? own : undefined,
              head,
              gap,
              end,
            };
          });
      });
  });
}
