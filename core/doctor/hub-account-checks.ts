import { type Check, checked, fine, type Look, unknown, wrong } from './check';
import type { Facts, SeenStack, Words } from './facts';

/** Oldest bootstrap stack that deploys assets as we do. Source: DefaultStackSynthesizer, AWS CDK. */
const BOOTSTRAP_VERSION = 6;
/** Quota "Concurrent executions" of Lambda, in Service Quotas. */
const CONCURRENCY_QUOTA = 'L-B99A9384';

/** Who asks, and whether the hub's account is ready. */
export function hubAccountChecks(facts: Facts, { line }: Words): readonly Check[] {
  const { settings, caller, concurrency, bootstrap } = facts;
  const { hubAccountId, homeRegion } = settings;
  return [
    credentialsCheck(caller),
    checked('hub-account', 'account is the hub', caller.kind === 'unseen' ? afterCredentials : caller, ({ account }) =>
      account === hubAccountId
        ? fine(hubAccountId)
        : wrong(
            `the credentials are of ${account}, and the hub is ${hubAccountId}`,
            `${line('doctor')} with credentials of ${hubAccountId} (--profile), or ${line(`init --hub-account ${account}`)}`,
          ),
    ),
    checked(
      'bootstrap',
      'bootstrap',
      bootstrap,
      (stack) => bootstrapFinding(stack, facts),
      `aws cloudformation describe-stacks --stack-name CDKToolkit --region ${homeRegion}`,
    ),
    checked(
      'function-concurrency',
      'functions at one time',
      concurrency,
      (most) => {
        // start-sweep runs one at a time
        const wanted = settings.maximumConcurrency + settings.surveyConcurrency + 1;
        const text = `${wanted} by the settings, of ${most.toLocaleString('en')} in ${homeRegion}`;
        if (wanted <= most) return fine(text);
        return wrong(
          text,
          `aws service-quotas request-service-quota-increase --service-code lambda --quota-code ${CONCURRENCY_QUOTA} --desired-value 1000 --region ${homeRegion}; or lower maximumConcurrency and surveyConcurrency`,
        );
      },
      `aws lambda get-account-settings --region ${homeRegion}`,
    ),
    ...facts.regions.map(({ region, look }) =>
      checked(`region:${region}`, `Region ${region}`, look, (state) => {
        if (state === 'on') return fine('on in this account');
        if (state === 'unknown') return wrong('there is no such Region', `take it out of regions: ${line('init')}`);
        return wrong(
          'off in this account, or the session token is of the kind that is valid in Regions on by default alone',
          `aws account enable-region --region-name ${region} (in the management account as well); or take it out of regions: ${line('init')}`,
        );
      }),
    ),
  ];
}

const afterCredentials: Look<never> = { kind: 'skipped', why: 'needs credentials' };

/** Whether there are credentials. */
export function credentialsCheck(caller: Facts['caller']): Check {
  return checked('credentials', 'credentials', failed(caller), (seen) =>
    'arn' in seen
      ? fine(seen.arn)
      : wrong(seen.why, 'aws sso login, or name a profile: partsweep doctor --profile NAME'),
  );
}

/** Without credentials nothing goes: that is no mere lack of sight. */
function failed(caller: Facts['caller']): Look<{ readonly arn: string } | { readonly why: string }> {
  return caller.kind === 'unseen' ? { kind: 'seen', value: { why: caller.why } } : caller;
}

function bootstrapFinding(stack: SeenStack | null, { settings, stacks }: Facts) {
  const remedy = `npx cdk bootstrap aws://${settings.hubAccountId}/${settings.homeRegion}`;
  if (stack === null) {
    const isDeployed = stacks.some(({ look }) => look.kind === 'seen' && look.value !== null);
    return isDeployed
      ? unknown('there is no stack CDKToolkit, but the hub is deployed: another one was used')
      : wrong(`${settings.homeRegion} is not bootstrapped`, remedy);
  }
  const version = Number(stack.outputs['BootstrapVersion'] ?? Number.NaN);
  if (version < BOOTSTRAP_VERSION) {
    return wrong(`the bootstrap stack has version ${version}, and ${BOOTSTRAP_VERSION} is needed`, remedy);
  }
  return fine(
    Number.isNaN(version)
      ? `CDKToolkit in ${settings.homeRegion}`
      : `CDKToolkit in ${settings.homeRegion}, version ${version}`,
  );
}
