import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { digest, plan } from '../../core/plan';
import { configurationTexts } from '../../report/configuration-texts';
import { outcomeOf, placeOf } from '../contracts/outcomes';

const FOREIGN: LifecycleConfiguration = {
  xml: '<LifecycleConfiguration><Rule><ID>logs</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>',
  transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
};

function applied(before: LifecycleConfiguration | undefined, days = 7) {
  const planned = plan(before, { days, onLongerRule: 'add' });
  if (planned.verdict !== 'put') throw new Error(planned.verdict);
  return outcomeOf(placeOf('orders'), {
    verdict: 'applied',
    before: { rules: before === undefined ? 0 : 1, digest: digest(before) },
    after: { rules: 2, digest: digest(planned.configuration) },
  });
}

test('the configuration before a write of ours and the one after are shown as JSON', () => {
  const { beforeConfiguration, afterConfiguration } = configurationTexts(applied(FOREIGN), {
    before: FOREIGN,
    days: 7,
  });
  const before = JSON.parse(beforeConfiguration ?? '') as { Rules: unknown[] };
  const after = JSON.parse(afterConfiguration ?? '') as { Rules: unknown[] };
  expect(before.Rules).toMatchObject([{ ID: 'logs' }]);
  expect(after.Rules).toMatchObject([{ ID: 'logs' }, { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }]);
  expect(after).toMatchObject({ TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' });
});

test('where there was none before, there is the one after', () => {
  const texts = configurationTexts(applied(undefined), { before: undefined, days: 7 });
  expect(texts.beforeConfiguration).toBeNull();
  expect(texts.afterConfiguration).toContain('AbortIncompleteMultipartUpload');
});

test('where S3 made up a header of its own, the one after has it too', () => {
  const outcome = applied(undefined);
  const planned = plan(undefined, { days: 7, onLongerRule: 'add' });
  if (planned.verdict !== 'put') throw new Error(planned.verdict);
  const shown = { ...planned.configuration, transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
  const { afterConfiguration } = configurationTexts(
    { ...outcome, after: { rules: 1, digest: digest(shown) } },
    { before: undefined, days: 7 },
  );
  expect(afterConfiguration).toContain('all_storage_classes_128K');
});

test('refuses to show what the outcome does not speak of', () => {
  expect(configurationTexts(applied(FOREIGN), undefined)).toEqual({});
  expect(configurationTexts(applied(FOREIGN), { before: undefined, days: 7 })).toEqual({});
  expect(configurationTexts(applied(FOREIGN), { before: FOREIGN, days: 8 })).toEqual({});
});
