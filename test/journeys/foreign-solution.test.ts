import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { type Cloud, startCloud } from '../../sandbox/cloud';
import type { TraceEntry } from '../../sandbox/trace';
import { NAMES, synthesize } from '../foreign-solution/solution';

const REGION = 'eu-west-1';
const HUB = '210000000002';
const MEMBER = '310000000001';

/** A cloud with an organization of three accounts, nothing deployed. */
function start(): Promise<Cloud> {
  return startCloud({
    organization: {
      id: 'o-foreign001',
      managementAccount: { id: '210000000001', name: 'management' },
      root: {
        organizationalUnits: [
          { name: 'shared', accounts: [{ id: HUB, name: 'hub' }] },
          { name: 'teams', accounts: [{ id: MEMBER, name: 'team' }] },
        ],
      },
      trustedAccess: [
        { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com', delegatedAdministrators: [HUB] },
      ],
    },
  });
}

/** Resolves when an entry meets `condition`; rejects, with what was refused so far, after twenty seconds. */
function seen(cloud: Cloud, condition: (entry: TraceEntry) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = (entry: TraceEntry) => {
      if (!condition(entry)) return;
      clearTimeout(timer);
      end();
      resolve();
    };
    const end = cloud.trace.listen(check);
    const timer = setTimeout(() => {
      end();
      const telling = cloud.trace.entries().filter((entry) => entry.kind === 'denied' || 'error' in entry);
      reject(new Error(`it did not happen; until then: ${JSON.stringify(telling.slice(-10), undefined, 1)}`));
    }, 600_000);
    cloud.trace.entries().forEach(check);
  });
}

const taggedByRole = (entry: TraceEntry) =>
  entry.kind === 'call' &&
  entry.action === 's3:PutBucketTagging' &&
  entry.error === undefined &&
  entry.caller.includes(`assumed-role/${NAMES.memberRole}/`);

describe('a solution that knows nothing of this one', () => {
  let cloud: Cloud;
  let outdir: string;
  beforeEach(async () => {
    outdir = mkdtempSync(join(tmpdir(), 'foreign-'));
    cloud = await start();
  });
  afterEach(async () => {
    await cloud.stop();
    rmSync(outdir, { recursive: true, force: true });
  });

  const places = { hubAccount: HUB, memberAccount: MEMBER, region: REGION };
  const client = () =>
    new S3Client({
      region: REGION,
      endpoint: cloud.endpoint,
      forcePathStyle: true,
      credentials: cloud.administrator(MEMBER),
    });

  const createBucket = async (bucket: string) => {
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await client().send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
  };
  const tagsOf = async (bucket: string) =>
    (await client().send(new GetBucketTaggingCommand({ Bucket: bucket }))).TagSet;

  const label = [{ Key: NAMES.tag.key, Value: NAMES.tag.value }];

  it('runs as its templates say: a new bucket of the member is tagged from the hub', async () => {
    await cloud.deploy(synthesize(outdir, places));
    await createBucket('bucket-of-a-stack');
    await seen(cloud, taggedByRole);
    expect(await tagsOf('bucket-of-a-stack')).toEqual(label);
  });

  it('runs by a stack set onto the organizational unit of the member', async () => {
    const organizationalUnit = cloud.organization.account(MEMBER)?.parents.at(-1);
    expect(organizationalUnit).toMatch(/^ou-/);
    await cloud.deploy(synthesize(outdir, places, { organizationalUnit: organizationalUnit ?? '' }));
    await createBucket('bucket-of-a-stack-set');
    await seen(cloud, taggedByRole);
    expect(await tagsOf('bucket-of-a-stack-set')).toEqual(label);
  });
});
