import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULE_ID } from '../../core/contract/names';
import { rootId } from '../../sandbox/organization/ids';
import { landscape } from '../../tour/landscape';
import { synthesizeProduct } from '../../tour/product';
import { Stage } from '../../tour/stage';
import { type Breakage, type Ending, givenUp, shows } from './breakages/breakage';
import { FAILING_DEPLOYMENTS } from './breakages/deployment';
import { HUB_BREAKAGES } from './breakages/hub';
import { MEMBER_BREAKAGES } from './breakages/member';
import { CHAIN_SCENES } from './chain-scenes';
import { DEAD_LETTERS, MEMBER, REGION } from './places';
import { calm } from './sweep-stage';
import { Templates } from './templates';

const OPTIONS = { accounts: 2, regions: [REGION], settleSeconds: 1, settings: { retrySeconds: 1, maxTries: 2 } };
const BUCKET = 'a-new-bucket';
/** Seconds to wait for what must come. */
const PATIENCE = 300;
const BREAKAGES: readonly Breakage[] = [...MEMBER_BREAKAGES, ...HUB_BREAKAGES];

// not in a hook: every test varies the one assembly, and tests that run side by side need it at once
const assembly = mkdtempSync(join(tmpdir(), 'broken-templates-'));
const { organization } = landscape(OPTIONS.accounts);
synthesizeProduct(landscape(OPTIONS.accounts), rootId(organization.id), OPTIONS, assembly);
const texts = {
  hub: readFileSync(join(assembly, 'Hub.template.json'), 'utf8'),
  fleet: readFileSync(join(assembly, 'Fleet.template.json'), 'utf8'),
};

afterAll(() => rmSync(assembly, { recursive: true, force: true }));

async function onStage(
  change: (templates: Templates) => unknown,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const templates = new Templates(texts);
  change(templates);
  const changeTemplate = (file: string, text: string): string => templates.text(file) ?? text;
  const stage = await Stage.open({ ...OPTIONS, assembly, changeTemplate });
  try {
    await play(stage);
  } finally {
    await stage.stop();
  }
}

async function hasRule(stage: Stage, bucket: string): Promise<boolean> {
  const configuration = await stage.user(MEMBER, REGION).readLifecycle(bucket);
  return configuration?.xml.includes(`<ID>${RULE_ID}</ID>`) ?? false;
}

async function expectEnding(stage: Stage, ending: Ending, bucket: string): Promise<void> {
  switch (ending.kind) {
    case 'nothing':
      expect(stage.outcomes(bucket)).toEqual([]);
      return;
    case 'outcome': {
      // Two events of one bucket may be handled at the same time: then the second can find it covered before the first
      // has told that it applied the rule.
      const told = stage.waitFor(
        `the outcome ${ending.verdict} (${ending.reasonCode}) of ${bucket}`,
        () =>
          stage
            .outcomes(bucket)
            .find(({ verdict, reason }) => verdict === ending.verdict && reason.code === ending.reasonCode),
        PATIENCE,
      );
      await expect(told).resolves.toBeDefined();
      return;
    }
    case 'dead letter': {
      const reasons = (): unknown[] =>
        stage.cloud.sqs
          .inspect(ending.queueArn)
          .messages.map(({ messageAttributes }) => messageAttributes[ending.attribute]?.stringValue);
      await stage.waitFor(`a dead letter in ${ending.queueArn}`, () => reasons()[0], PATIENCE);
      expect(reasons()).toContain(ending.value);
      return;
    }
    case 'rule':
      await stage.traced(
        'the rule',
        // the hub has a bucket with a lifecycle of its own
        (entry) => entry.kind === 'event' && entry.eventName === 'PutBucketLifecycle' && entry.eventAccount === MEMBER,
        PATIENCE,
      );
      expect(await hasRule(stage, bucket)).toBe(true);
  }
}

describe('A template that is broken on purpose', () => {
  it.concurrent.each(BREAKAGES.map((breakage) => [breakage.name, breakage] as const))(
    'fails where it is broken: %s',
    async (_, breakage) => {
      const { change, scene = 'new bucket', signs, ending = { kind: 'nothing' } } = breakage;
      const changed = (templates: Templates) => {
        // a sweep would find the bucket by another way
        templates.replace('hub', 'SweepStackRule', '"ENABLED"', '"DISABLED"');
        return change(templates);
      };
      await onStage(changed, async (stage) => {
        await CHAIN_SCENES[scene](stage, BUCKET);
        for (const sign of signs) {
          await stage.traced(JSON.stringify(sign), (entry) => shows(entry, sign), PATIENCE);
        }
        await expectEnding(stage, ending, BUCKET);
        if (scene === 'new bucket') expect(await hasRule(stage, BUCKET)).toBe(ending.kind === 'rule');
      });
    },
  );

  it.concurrent.each(FAILING_DEPLOYMENTS.map((failing) => [failing.name, failing] as const))(
    'fails to be deployed: %s',
    async (_, { change, error }) => {
      await expect(onStage(change, async () => {})).rejects.toThrow(error);
    },
  );
});

describe('The templates as they are', () => {
  it.concurrent('give the rule in every scene, and show no sign of any breakage', async () => {
    await onStage(
      () => {},
      async (stage) => {
        await calm(stage);
        await CHAIN_SCENES['new bucket'](stage, BUCKET);
        await CHAIN_SCENES['changed while settling'](stage, 'changed-bucket');
        await CHAIN_SCENES['strange message'](stage, 'no-bucket');
        await CHAIN_SCENES['unknown account'](stage, 'other-bucket');
        for (const bucket of [BUCKET, 'changed-bucket']) {
          await expectEnding(stage, { kind: 'outcome', verdict: 'applied', reasonCode: 'applied' }, bucket);
          expect(await hasRule(stage, bucket)).toBe(true);
        }
        await stage.waitFor(
          'both messages that cannot be handled',
          () => (stage.cloud.sqs.inspect(DEAD_LETTERS).messages.length === 2 ? true : undefined),
          PATIENCE,
        );
        await expectEnding(stage, givenUp('not-our-message'), 'no-bucket');
        await expectEnding(stage, givenUp('profile-unreadable'), 'other-bucket');
        const entries = stage.cloud.trace.entries();
        expect(entries.filter(({ kind }) => kind === 'denied' || kind === 'dead-letter')).toEqual([]);
        const shown = BREAKAGES.filter(({ signs: [first] }) => entries.some((entry) => shows(entry, first)));
        expect(shown.map(({ name }) => name)).toEqual([]);
      },
    );
  });
});
