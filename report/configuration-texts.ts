import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import { documentOfConfiguration } from '../core/lifecycle/configuration-document';
import type { Outcome } from '../core/outcome';
import { digest, plan } from '../core/plan';
import { MADE_UP_HEADER } from '../core/undo';
import type { WrittenImage } from '../core/written-images';
import type { ReportRow } from './model';

/**
 * The configurations before and after a write of ours, as JSON text. The one after is planned anew from the before-image, and shown only
 * where both have the digests that the outcome names: then they are what was there, and what S3 showed. Nothing otherwise.
 */
export function configurationTexts(
  { before, after }: Outcome,
  image: WrittenImage | undefined,
): Pick<ReportRow, 'beforeConfiguration' | 'afterConfiguration'> {
  if (image === undefined || digest(image.before) !== before?.digest) return {};
  const planned = plan(image.before, { days: image.days, onLongerRule: 'add' });
  if (planned.verdict !== 'put') return {};
  const written = asShown(planned.configuration).find((shown) => digest(shown) === after?.digest);
  if (written === undefined) return {};
  return { beforeConfiguration: textOf(image.before), afterConfiguration: textOf(written) };
}

/** S3 shows what was written; with a header of its own making where it was sent none, but for directory buckets. */
function asShown(planned: LifecycleConfiguration): readonly LifecycleConfiguration[] {
  if (planned.transitionDefaultMinimumObjectSize !== undefined) return [planned];
  return [planned, { ...planned, transitionDefaultMinimumObjectSize: MADE_UP_HEADER }];
}

function textOf(configuration: WrittenImage['before']): string | null {
  const document = documentOfConfiguration(configuration);
  return document === null ? null : JSON.stringify(document, null, 2);
}
