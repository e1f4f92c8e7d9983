import { RULE_ID } from '../core/contract/names';

const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
/** A lifecycle configuration with these rules, as XML. */
export const configuration = (...rules: string[]): string =>
  `<LifecycleConfiguration ${NAMESPACE}>${rules.join('')}</LifecycleConfiguration>`;

export const RETENTION =
  '<Rule><ID>keep seven years</ID><Filter><And><Prefix>ledger/</Prefix><Tag><Key>class</Key><Value>audit</Value></Tag></And></Filter><Status>Enabled</Status><Transition><Days>90</Days><StorageClass>GLACIER</StorageClass></Transition><Expiration><Days>2557</Days></Expiration></Rule>';
export const SCRATCH =
  '<Rule><ID>scratch</ID><Filter><Prefix>scratch/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule>';
export const DATED_V1 =
  '<Rule><ID>rotated logs</ID><Prefix>rotated/</Prefix><Status>Enabled</Status><Transition><Date>2031-11-10T00:00:00.000Z</Date><StorageClass>GLACIER</StorageClass></Transition></Rule>';
export const NOVELTY =
  '<Rule><ID>newer than every SDK</ID><Filter><Prefix>new/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>30</Days></Expiration><RetentionNovelty><Mode>guarded</Mode></RetentionNovelty></Rule>';
export const WHOLE_BUCKET_ABORT =
  '<Rule><ID>tidy</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>';
export const DISABLED_ABORT = WHOLE_BUCKET_ABORT.replace('Enabled', 'Disabled');
export const OURS = ours('Enabled', 7, '');
export const OURS_DISABLED = ours('Disabled', 7, '');
export const OURS_TOO_LATE = ours('Enabled', 30, '');
export const OURS_NARROWED = ours('Enabled', 7, 'uploads/');
/** Our ID on a rule that does something else. */
export const OUR_ID_TAKEN = SCRATCH.replace('<ID>scratch</ID>', `<ID>${RULE_ID}</ID>`);
export const LONGER_ABORT = WHOLE_BUCKET_ABORT.replace('<ID>tidy</ID>', '<ID>tidy, monthly</ID>').replace(
  '>3<',
  '>30<',
);
export const PREFIX_ABORT = WHOLE_BUCKET_ABORT.replace('<ID>tidy</ID>', '<ID>tidy, logs alone</ID>').replace(
  '<Prefix></Prefix>',
  '<Prefix>logs/</Prefix>',
);
export const WHOLE_BUCKET_ABORT_V1 =
  '<Rule><ID>tidy, old dialect</ID><Prefix></Prefix><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>';
export const V1_PREFIX_ABORT =
  '<Rule><ID>logs only</ID><Prefix>logs/</Prefix><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>';

/** As many rules as S3 takes, none of which aborts uploads. */
export const FULL = configuration(
  ...Array.from({ length: 1_000 }, (_, index) =>
    SCRATCH.replaceAll('scratch', `shard-${String(index).padStart(4, '0')}`),
  ),
);

/** Element names above that no SDK models, and that the local S3 therefore has to be told of. */
export const ELEMENTS_NEWER_THAN_SDKS = ['RetentionNovelty'];

/** Our rule, with its status, its days and the prefix to which it is narrowed. */
function ours(status: string, days: number, prefix: string): string {
  return `<Rule><ID>${RULE_ID}</ID><Filter><Prefix>${prefix}</Prefix></Filter><Status>${status}</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>`;
}
