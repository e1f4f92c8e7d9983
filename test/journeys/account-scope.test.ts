import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../core/outcome';
import { covers } from '../../core/plan';
import { parseSettings } from '../../core/settings/settings';
import { type Cloud, startCloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import { outcomeOfLine } from '../../tour/outcome-lines';
import { synthesize } from '../../tour/synthesize';

const ACCOUNT = '100000000001';
const NEIGHBOUR = '100000000002';
const REGIONS = ['eu-central-1', 'us-east-1'];

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({
    organization: {
      id: 'o-alone000001',
      managementAccount: { id: '100000000009', name: 'management' },
      // the settings know of no organization, so its tags mean nothing
      root: {
        accounts: [
          { id: ACCOUNT, name: 'alone', tags: { 'partsweep:exclude': 'true' } },
          { id: NEIGHBOUR, name: 'neighbour' },
        ],
      },
      trustedAccess: [],
    },
  });
  const assembly = mkdtempSync(join(tmpdir(), 'account-scope-'));
  try {
    const parsed = parseSettings({
      scope: 'account',
      hubAccountId: ACCOUNT,
      homeRegion: REGIONS[0],
      regions: REGIONS,
      settleSeconds: 1,
      retrySeconds: 1,
      maximumConcurrency: 2,
      days: 3,
    });
    if (!parsed.ok) throw new Error(parsed.message);
    synthesize(parsed.settings, { outdir: assembly });
    await cloud.deploy(assembly);
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}, 600_000);

afterAll(() => cloud?.stop());

function user(account: string, region: string): BucketUser {
  return new BucketUser({ endpoint: cloud.endpoint, account, region, credentials: cloud.administrator(account) });
}

function outcomesOf(bucket: string): readonly Outcome[] {
  return cloud.trace
    .entries()
    .flatMap((entry) => (entry.kind === 'log' ? (outcomeOfLine(entry.line) ?? []) : []))
    .filter((outcome) => outcome.bucket === bucket);
}

/** Resolves with the first outcome of the bucket that is not `waiting`. */
function settled(bucket: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const end = cloud.trace.listen(() => {
      const outcome = outcomesOf(bucket).find(({ verdict }) => verdict !== 'waiting');
      if (outcome === undefined) return;
      clearTimeout(timer);
      end();
      resolve(outcome);
    });
    const timer = setTimeout(() => {
      end();
      reject(new Error(`nothing was heard of ${bucket}`));
    }, 600_000);
  });
}

describe('a deployment for one account', () => {
  it.each(REGIONS)('gives a bucket in %s its rule, without asking Organizations', async (region) => {
    const bucket = `alone-in-${region}`;
    const outcome = settled(bucket);
    await user(ACCOUNT, region).create(bucket);

    expect(await outcome).toMatchObject({ account: ACCOUNT, region, verdict: 'applied', days: 3 });
    expect(covers(await user(ACCOUNT, region).readLifecycle(bucket), { days: 3 })).toBe(true);
    const asked = cloud.trace
      .entries()
      .filter((entry) => entry.kind === 'call' && entry.action.startsWith('organizations:'));
    expect(asked).toEqual([]);
  });

  it('makes stacks in that account alone', () => {
    expect(cloud.stacks.list().map(({ account, region, stackName }) => `${account} ${region} ${stackName}`)).toEqual([
      `${ACCOUNT} eu-central-1 partsweep-hub`,
      `${ACCOUNT} eu-central-1 partsweep-roles`,
      `${ACCOUNT} eu-central-1 partsweep-forwarder-eu-central-1`,
      `${ACCOUNT} us-east-1 partsweep-forwarder-us-east-1`,
    ]);
    expect(cloud.stackSets.list()).toEqual([]);
  });

  it('does nothing in another account', async () => {
    await user(NEIGHBOUR, 'eu-central-1').create('of-a-neighbour');

    const event = cloud.trace
      .entries()
      .find(
        (entry) => entry.kind === 'event' && entry.eventAccount === NEIGHBOUR && entry.eventName === 'CreateBucket',
      );
    expect(event).toMatchObject({ matched: [] });
  });
});
