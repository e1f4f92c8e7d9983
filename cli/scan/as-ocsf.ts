import { bucketKind } from '../../core/identifiers';
import { adviceOn } from '../../core/scan/advice';
import type { ScannedAccount, ScanRow } from '../../core/scan/scan-row';
import { version } from '../../package.json';
import { plainJson } from './plain-json';
import type { ScanResult } from './scan-result';

const CHECK = 's3_bucket_aborts_incomplete_multipart_uploads';
const TITLE = 'S3 bucket aborts incomplete multipart uploads';
const DOCUMENTATION =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html';

const PASS = { status_id: 1, status: 'Pass', status_code: 'PASS' } as const;
const FAIL = { status_id: 3, status: 'Fail', status_code: 'FAIL' } as const;
const UNKNOWN = { status_id: 0, status: 'Unknown', status_code: 'MANUAL' } as const;
const NEW = { status_id: 1, status: 'New' } as const;
const SUPPRESSED = { status_id: 3, status: 'Suppressed' } as const;

/**
 * The rows as OCSF Compliance Findings (class 2003), one JSON array, with the names and the times in seconds that prowler's output has. A
 * bucket that is gone is no finding; one that is excluded is suppressed. Source: https://schema.ocsf.io/1.5.0/classes/compliance_finding
 */
export function* asOcsf(result: ScanResult): Iterable<string> {
  let before = '[';
  for (const account of result.accounts) {
    for (const row of account.rows) {
      if (row.verdict === 'gone') continue;
      yield `${before}\n${plainJson(finding(result, account, row))}`;
      before = ',';
    }
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

function finding({ partition, organization, days }: ScanResult, { name }: ScannedAccount, row: ScanRow) {
  const compliance = complianceOf(row);
  const state = row.verdict === 'excluded' ? SUPPRESSED : NEW;
  const time = Math.floor(Date.parse(row.at) / 1000);
  const wanted = row.days ?? days;
  const control = `An enabled lifecycle rule for the whole bucket aborts incomplete multipart uploads within ${wanted} days.`;
  const advice = adviceOn(row);
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200301,
    type_name: 'Compliance Finding: Create',
    severity_id: compliance === PASS ? 1 : 2,
    severity: compliance === PASS ? 'Informational' : 'Low',
    ...state,
    status_code: compliance.status_code,
    status_detail: row.reason.text,
    message: row.reason.text,
    time,
    time_dt: row.at,
    metadata: {
      event_code: CHECK,
      product: { uid: 'partsweep', name: 'partsweep', vendor_name: 'partsweep', version },
      profiles: ['cloud', 'datetime'],
      ...(organization === null ? {} : { tenant_uid: organization }),
      version: '1.5.0',
    },
    finding_info: {
      uid: ['partsweep-aws', CHECK, row.account, row.region ?? 'all', row.bucket ?? 'account'].join('-'),
      title: TITLE,
      desc: control,
      types: ['Software and Configuration Checks'],
      created_time: time,
      created_time_dt: row.at,
    },
    compliance: {
      standards: ['AWS Trusted Advisor'],
      requirements: ['Amazon S3 Incomplete Multipart Upload Abort Configuration'],
      control,
      status_id: compliance.status_id,
      status: compliance.status,
      status_detail: row.reason.text,
    },
    resources: [
      {
        ...resource(partition, row),
        cloud_partition: partition,
        ...(row.region === null ? {} : { region: row.region }),
        group: { name: 's3' },
      },
    ],
    cloud: {
      provider: 'aws',
      ...(row.region === null ? {} : { region: row.region }),
      account: { uid: row.account, type_id: 10, type: 'AWS Account', ...(name === null ? {} : { name }) },
      ...(organization === null ? {} : { org: { uid: organization } }),
    },
    ...(advice === '' ? {} : { remediation: { desc: advice, references: [DOCUMENTATION] } }),
    unmapped: {
      verdict: row.verdict,
      reason_code: row.reason.code,
      days: row.days,
      ...(row.uploads === undefined ? {} : { uploads: row.uploads }),
    },
  };
}

function complianceOf({ verdict, bucket }: ScanRow): typeof PASS | typeof FAIL | typeof UNKNOWN {
  if (verdict === 'covered') return PASS;
  return bucket === null || verdict === 'denied' || verdict === 'failed' ? UNKNOWN : FAIL;
}

function resource(partition: string, { account, region, bucket }: ScanRow) {
  if (bucket === null) return { uid: `arn:${partition}:iam::${account}:root`, name: account, type: 'AwsAccount' };
  if (bucketKind(bucket) === 'general-purpose') {
    return { uid: `arn:${partition}:s3:::${bucket}`, name: bucket, type: 'AwsS3Bucket' };
  }
  const uid = `arn:${partition}:s3express:${region}:${account}:bucket/${bucket}`;
  return { uid, name: bucket, type: 'AwsS3ExpressDirectoryBucket' };
}
