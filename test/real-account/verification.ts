import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { clientsOf } from './account';
import { askAll, type Finding, QUESTIONS } from './ask-all';
import { CreatedThings } from './created-things';

const USE = `Asks a real AWS account what nobody could verify without one. It makes things there, and removes them again.

  npm run verify:aws -- --create --account ID [--region R] [--zone ID] [--wait SECONDS] [--json FILE]

  --create     without it this text is all that happens
  --account    the twelve digits of the account in which things may be made; they have to be those of the credentials
  --region     @default eu-central-1
  --zone       a zone with S3 Express One Zone, such as use1-az4; without it directory buckets are left out
  --wait       how long is waited for an event or a schedule @default 900
  --json       where the report goes
  --endpoint   another AWS than AWS
`;
const SECONDS = /^[1-9]\d{0,4}$/;

/**
 * Exit status: 0 all was asked and removed, 1 something is left or it was stopped, 2 wrong use. `signal` stops it: what was made is removed
 * all the same.
 */
export async function verify(
  args: readonly string[],
  { print, signal }: { readonly print: (line: string) => void; readonly signal: AbortSignal },
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      create: { type: 'boolean', default: false },
      account: { type: 'string', default: '' },
      region: { type: 'string', default: 'eu-central-1' },
      zone: { type: 'string' },
      wait: { type: 'string', default: '900' },
      json: { type: 'string' },
      endpoint: { type: 'string' },
    },
  });
  const prefix = `partsweep-verify-${randomBytes(4).toString('hex')}`;
  print(plan(prefix));
  if (!values.create || !/^\d{12}$/.test(values.account) || !SECONDS.test(values.wait)) {
    print(USE);
    return 2;
  }
  const clients = (region = values.region) => clientsOf(region, values.endpoint);
  const { Account: id } = await clients().sts.send(new GetCallerIdentityCommand({}));
  if (id !== values.account) {
    print(`nothing was made: the credentials are of account ${id}, not of ${values.account}`);
    return 2;
  }
  const report = await askAll(
    {
      id,
      region: values.region,
      ...(values.zone === undefined ? {} : { zone: values.zone }),
      prefix,
      // where the product is deployed, it leaves these buckets alone
      tags: { 'partsweep:verify': prefix, 'partsweep:exclude': 'true' },
      created: new CreatedThings(print),
      signal,
      waitSeconds: Number(values.wait),
      clients,
    },
    (finding) => print(lineOf(finding)),
  );
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  const verified = report.findings.filter(({ verifiable }) => verifiable).length;
  print(`\n${verified} answered, ${report.findings.length - verified} not verifiable here, of ${QUESTIONS.length}`);
  for (const thing of report.left) print(`LEFT BEHIND: ${thing}`);
  return report.left.length > 0 || report.stopped ? 1 : 0;
}

function plan(prefix: string): string {
  const lines = QUESTIONS.map(({ uncertain, makes }) => `- ${uncertain}: ${makes.join('; ') || 'reads only'}`);
  return `What is asked, and what is made for it, each named ${prefix}-… and tagged partsweep:verify:\n${lines.join('\n')}\n`;
}

function lineOf(finding: Finding): string {
  return finding.verifiable
    ? `\n${finding.uncertain}\n  AWS: ${finding.answered}\n  so: ${finding.holds}`
    : `\n${finding.uncertain}\n  not verifiable here: ${finding.why}`;
}
