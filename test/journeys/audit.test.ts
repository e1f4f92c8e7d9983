import { OrganizationsClient, TagResourceCommand } from '@aws-sdk/client-organizations';
import { RULE_ID } from '../../core/contract/names';
import { Stage } from '../../tour/stage';
import { byMemberRole, callsOf } from './trace-reader';

const REGION = 'eu-central-1';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ accounts: 3, regions: [REGION], settleSeconds: 1, settings: { mode: 'audit' } });
  // before the function knows the profile of any account
  const { organization } = stage.cloud;
  await tag(organization.organizationalUnitId('workloads'), 'true');
  await tag(account(2), 'false');
  await stage.user(account(2), REGION).create('audited');
  await stage.user(account(1), REGION).create('below-a-tagged-ou');
}, 600_000);

afterAll(() => stage?.stop());

/** ID of a workload account: the second is in the OU `workloads/production`, the third in `workloads`. */
function account(index: number): string {
  return stage.landscape.workloads[index]?.id ?? '';
}

async function tag(target: string, exclude: string): Promise<void> {
  const organizations = new OrganizationsClient({
    endpoint: stage.cloud.endpoint,
    region: 'us-east-1',
    credentials: stage.cloud.administrator(stage.landscape.managementAccountId),
  });
  const Tags = [{ Key: 'partsweep:exclude', Value: exclude }];
  await organizations.send(new TagResourceCommand({ ResourceId: target, Tags }));
  organizations.destroy();
}

describe('audit mode', () => {
  it('reports what it would do, and writes nothing', async () => {
    const outcome = await stage.settled('audited', 300);

    expect(outcome).toMatchObject({
      verdict: 'would-apply',
      ruleId: RULE_ID,
      before: { rules: 0 },
      after: { rules: 1 },
      calls: { 's3:GetBucketLifecycleConfiguration': 1, 's3:GetBucketTagging': 1 },
    });
    expect(await stage.user(account(2), REGION).readLifecycle('audited')).toBeUndefined();
    const writes = callsOf(stage, (call) => byMemberRole(call) && call.action.startsWith('s3:Put'));
    expect(writes).toEqual([]);
  });

  it('takes the tag of the account before that of the OU above it', async () => {
    const { organization } = stage.cloud;
    const unit = organization.organizationalUnitId('workloads');
    expect(organization.account(account(2))?.parents.at(-1)).toBe(unit);
    expect(organization.level(unit)?.tags.get('partsweep:exclude')).toBe('true');
    expect((await stage.settled('audited', 300)).verdict).toBe('would-apply');
  });
});

describe('an OU that is tagged excluded', () => {
  it('excludes the accounts of the OUs below it, in which no session is opened', async () => {
    const outcome = await stage.settled('below-a-tagged-ou', 300);

    expect(outcome).toMatchObject({
      verdict: 'excluded',
      reason: { code: 'excluded-by-ou-tag' },
      before: null,
      calls: {},
    });
    expect(callsOf(stage, (call) => call.action === 'sts:AssumeRole' && call.resource.includes(account(1)))).toEqual(
      [],
    );
  });
});
