import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FAILING_DEPLOYMENTS } from '../journeys/breakages/deployment';
import { HUB_BREAKAGES } from '../journeys/breakages/hub';
import { MEMBER_BREAKAGES } from '../journeys/breakages/member';
import { FAILING_SWEEP_DEPLOYMENTS, SWEEP_BREAKAGES } from '../journeys/breakages/sweep';
import { Templates } from '../journeys/templates';
import type { Template } from '../lib/synthesized';
import { callersSuite } from './callers';
import { accountDeployment, inWords, organizationDeployment, templatesOf, withBodies } from './deployment';
import { floodSuite } from './flood';
import { differencesOf, permissionRows, type Row, resourcePolicyRows, trustRows } from './policies';
import { documentedRows } from './tables';

const page = readFileSync(join(__dirname, '../../docs/permissions.md'), 'utf8');
const organization = organizationDeployment();
const templates = templatesOf(organization);
const accountTemplates = templatesOf(accountDeployment());

const texts = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) => inWords(row.join(' | ')).replace(/[ |]+$/, ''));
const documented = (heading: string): readonly string[] => texts(documentedRows(page, heading));

test.each([
  ['Permissions', permissionRows],
  ['Trust', trustRows],
  ['Resource policies', resourcePolicyRows],
] as const)(
  'the table %s is what the templates of an organization say, no row more and none less',
  (heading, rowsOf) => {
    expect(documented(heading)).toEqual(texts(rowsOf(templates)));
  },
);

test('in scope account, what differs from an organization is what the last table says', () => {
  expect(documented('In scope account')).toEqual(texts(differencesOf(accountTemplates, templates)));
});

/** Every place in a policy of a role where an action stands, as a change that takes it away. */
function withoutOneAction(): readonly (readonly Template[])[] {
  return templates.flatMap((template, index) =>
    Object.keys(template.Resources).flatMap((id) => {
      const policies = policiesOf(template, id);
      return policies.flatMap((statement, at) =>
        [statement.Action].flat().map((action) => {
          const changed = structuredClone(template) as Template;
          const target = policiesOf(changed, id)[at];
          if (target !== undefined) target.Action = [target.Action].flat().filter((known) => known !== action);
          return templates.map((other, place) => (place === index ? changed : other));
        }),
      );
    }),
  );
}

function policiesOf({ Resources }: Template, id: string): { Action: string | string[] }[] {
  const { Policies } = (Resources[id]?.Properties ?? {}) as {
    Policies?: { PolicyDocument: { Statement: { Action: string | string[] }[] } }[];
  };
  return Policies?.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) ?? [];
}

test('fails when any one action is taken out of any policy, and when one is added', () => {
  const table = documented('Permissions');
  const taken = withoutOneAction();
  expect(taken.length).toBeGreaterThan(60);
  const differs = (changed: readonly Template[]): boolean => {
    try {
      return !isDeepStrictEqual(texts(permissionRows(changed)), table);
    } catch {
      return true;
    }
  };
  expect(differs(templates)).toBe(false);
  expect(taken.filter((changed) => !differs(changed))).toEqual([]);
  const added = structuredClone(templates) as Template[];
  const [first] = added.flatMap((template) =>
    Object.keys(template.Resources).flatMap((id) => policiesOf(template, id)),
  );
  if (first === undefined) throw new Error('there is no policy');
  first.Action = [first.Action, 'sqs:PurgeQueue'].flat();
  expect(differs(added)).toBe(true);
});

/** What no journey takes away by itself, and where it is seen to be needed all the same. */
const NOT_TAKEN_AWAY: Readonly<Record<string, string>> = {
  'partsweep-member | s3express:GetBucketPolicy': 'test/journeys/directory-buckets.test.ts',
  'partsweep-member | s3express:GetLifecycleConfiguration': 'test/journeys/directory-buckets.test.ts',
  'partsweep-member | s3express:ListTagsForResource': 'test/journeys/directory-buckets.test.ts',
  'partsweep-member | s3express:PutLifecycleConfiguration': 'test/journeys/directory-buckets.test.ts',
  'partsweep-reconcile-bucket | events:PutEvents': 'test/adapters/outcome-events-over-the-wire.test.ts',
  // the schedule whose queue refuses it leaves its dead letter
  'partsweep-scheduler | sqs:SendMessage': 'test/journeys/sweep-broken.test.ts',
  // a problem of a stack set that is over
  'partsweep-start-sweep | dynamodb:DeleteItem': 'test/journeys/coverage.test.ts',
  // the same statement as that of reconcile-bucket, from which it is taken away
  'partsweep-start-sweep | logs:CreateLogStream': 'test/journeys/broken-templates.test.ts',
  'partsweep-start-sweep | logs:PutLogEvents': 'test/journeys/broken-templates.test.ts',
  // the way up where DescribeAccount names no path
  'partsweep-start-sweep | organizations:ListParents': 'test/adapters/organizations.test.ts',
  // problems of an account that begin and end
  'partsweep-survey-account | dynamodb:DeleteItem': 'test/journeys/coverage.test.ts',
  'partsweep-survey-account | dynamodb:PutItem': 'test/journeys/coverage.test.ts',
  'partsweep-survey-account | events:PutEvents': 'test/adapters/outcome-events-over-the-wire.test.ts',
  'partsweep-survey-account | logs:CreateLogStream': 'test/journeys/broken-templates.test.ts',
  'partsweep-survey-account | logs:PutLogEvents': 'test/journeys/broken-templates.test.ts',
  'partsweep-write-report | logs:CreateLogStream': 'test/journeys/broken-templates.test.ts',
  'partsweep-write-report | logs:PutLogEvents': 'test/journeys/broken-templates.test.ts',
  // an account of many pages goes on by message
  'partsweep-survey-account | sqs:SendMessage': 'test/journeys/sweep-pages.test.ts',
};

test('every permission is taken away by a journey through the wire, or the test that needs it is named', () => {
  const broken = [
    ...HUB_BREAKAGES,
    ...MEMBER_BREAKAGES,
    ...SWEEP_BREAKAGES,
    ...FAILING_DEPLOYMENTS,
    ...FAILING_SWEEP_DEPLOYMENTS,
  ];
  const original = {
    hub: JSON.stringify(organization.template('partsweep-hub')),
    fleet: JSON.stringify(organization.template('partsweep-fleet')),
  };
  const rowsOf = (all: Templates): readonly string[] => {
    const parsed = ['Hub.template.json', 'Fleet.template.json'].map(
      (file) => JSON.parse(all.text(file) ?? '') as Template,
    );
    return texts(permissionRows(withBodies(parsed)));
  };
  const missed = new Set(rowsOf(new Templates(original)));
  for (const { change } of broken) {
    const changed = new Templates(original);
    change(changed);
    const left = new Set(rowsOf(changed));
    for (const row of [...missed]) if (!left.has(row)) missed.delete(row);
  }
  const left = new Set([...missed].map((row) => row.split(' | ').slice(0, 2).join(' | ')));
  expect([...left].sort()).toEqual(Object.keys(NOT_TAKEN_AWAY).sort());
  const files = Object.values(NOT_TAKEN_AWAY);
  expect(files.filter((file) => !existsSync(join(__dirname, '../..', file)))).toEqual([]);
});

callersSuite(organization.stackNames.map((name) => organization.template(name)));
floodSuite(organization.template('partsweep-hub'));
