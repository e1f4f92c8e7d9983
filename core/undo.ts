import type { LifecycleConfiguration } from './lifecycle/configuration';
import { foreignMembers, type LifecycleXml, readLifecycleXml, withoutOurRules } from './lifecycle/xml';
import { refuseProblem } from './plan';
import { type Reason, reason } from './reasons';

/** What was read from S3 before a write of ours; without a configuration where there was none. */
export type BeforeImage = { readonly configuration: LifecycleConfiguration | undefined };

/** `exact`: what to put is a before-image to the letter. */
type Put = { readonly kind: 'put'; readonly configuration: LifecycleConfiguration; readonly exact: boolean };

/** What to do so that our rule is gone. */
export type UndoPlan =
  /** There is no rule of ours. */
  | { readonly kind: 'nothing'; readonly reason: Reason }
  | Put
  /** No rule is left, and S3 takes no configuration without one: DeleteBucketLifecycle. `exact`: there was none before. */
  | { readonly kind: 'delete'; readonly exact: boolean }
  | { readonly kind: 'refuse'; readonly reason: Reason };

/**
 * What S3 makes up where a write sends no `x-amz-transition-default-minimum-object-size`. Source:
 * PutBucketLifecycleConfiguration, Amazon S3 API Reference.
 */
export const MADE_UP_HEADER = 'all_storage_classes_128K';

/**
 * How to take out our rule alone, in `existing` as it is now. `images`: the before-images of our writes in this life of
 * the bucket, oldest first. Where everything but our rule still means what an image says, the text of that image comes
 * back; otherwise our rule is cut out of the text that S3 sent, and all else stays to the byte.
 */
export function planUndo(existing: LifecycleConfiguration | undefined, images: readonly BeforeImage[]): UndoPlan {
  if (existing === undefined) return { kind: 'nothing', reason: reason('nothing-to-undo') };
  const read = readLifecycleXml(existing.xml);
  if (!read.ok) return { kind: 'refuse', reason: refuseProblem(read.problem).reason };
  const { lifecycle } = read;
  if (!hasOurs(lifecycle)) return { kind: 'nothing', reason: reason('nothing-to-undo') };

  if (lifecycle.view.rules.every((rule) => rule.ours)) {
    const [other] = lifecycle.root.children.filter((child) => !lifecycle.rules.includes(child));
    if (other === undefined) {
      return { kind: 'delete', exact: images.some(({ configuration }) => configuration === undefined) };
    }
    // S3 takes no configuration without a rule, and deleting it would take what we do not know along
    const detail = `without our rule it has no rule, but ${other.prefix}${other.local}`;
    return { kind: 'refuse', reason: reason('ambiguous-configuration', detail) };
  }
  const cut: Put = { kind: 'put', configuration: { ...existing, xml: withoutOurRules(lifecycle) }, exact: false };
  return fromImages(existing, lifecycle, images) ?? cut;
}

/**
 * Whether a configuration holds a rule of ours: our ID and nothing but the abort action, whatever its status, days or
 * prefix. False where it cannot be known, in a text that is unreadable or ambiguous.
 */
export function hasOurRule(configuration: LifecycleConfiguration | undefined): boolean {
  if (configuration === undefined) return false;
  const read = readLifecycleXml(configuration.xml);
  return read.ok && hasOurs(read.lifecycle);
}

/**
 * What to put by the newest image whose content but for our rule is that of `existing`. One that can be had back to the
 * letter comes first, however old: it is from before there was a rule of ours.
 */
function fromImages(
  existing: LifecycleConfiguration,
  lifecycle: LifecycleXml,
  images: readonly BeforeImage[],
): Put | undefined {
  const content = contentBesideOurs(lifecycle);
  let newest: Put | undefined;
  for (const { configuration: image } of images.toReversed()) {
    if (image === undefined || !mayHaveHeader(image, existing)) continue;
    const read = readLifecycleXml(image.xml);
    if (!read.ok || contentBesideOurs(read.lifecycle) !== content) continue;
    if (headerComesBack(image, existing) && !hasOurs(read.lifecycle)) {
      return { kind: 'put', configuration: image, exact: true };
    }
    // the header that is there now stays, whoever set it
    newest ??= { kind: 'put', configuration: { ...existing, xml: withoutOurRules(read.lifecycle) }, exact: false };
  }
  return newest;
}

/** What is not ours, as a value that is equal if and only if it means the same. The header is left out. */
function contentBesideOurs(lifecycle: LifecycleXml): string {
  return JSON.stringify([lifecycle.root.attributes, foreignMembers(lifecycle)]);
}

function hasOurs({ view }: LifecycleXml): boolean {
  return view.rules.some((rule) => rule.ours);
}

/** An image without a header says nothing of it: our write sent none either, and S3 made one up. */
function mayHaveHeader(image: LifecycleConfiguration, existing: LifecycleConfiguration): boolean {
  const sent = image.transitionDefaultMinimumObjectSize;
  return sent === undefined || sent === existing.transitionDefaultMinimumObjectSize;
}

/** Whether putting the image, with its header or without one, leaves the header as it is now. */
function headerComesBack(image: LifecycleConfiguration, existing: LifecycleConfiguration): boolean {
  const [then, now] = [image.transitionDefaultMinimumObjectSize, existing.transitionDefaultMinimumObjectSize];
  return then === now || (then === undefined && now === MADE_UP_HEADER);
}
