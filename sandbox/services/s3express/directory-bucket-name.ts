import { AwsError, NotModelledError } from '../../aws-error';

const SHAPE = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?--([a-z0-9]+(?:-[a-z0-9]+)+)--x-s3$/;
const AVAILABILITY_ZONE = /^([a-z]{2,6}\d)-az\d$/;
const LOCAL_ZONE = /^[a-z]{2,6}\d-[a-z]{3}\d-az\d$/;

/**
 * The ID of the Availability Zone in the name of a directory bucket, such as `euc1-az1`. Throws AwsError InvalidBucketName, and
 * NotModelledError for a Local Zone. Source: "Directory bucket naming rules", S3 User Guide.
 */
export function zoneOfName(name: string): string {
  const zone = name.length <= 63 ? SHAPE.exec(name)?.[1] : undefined;
  if (zone !== undefined && LOCAL_ZONE.test(zone)) throw new NotModelledError('directory buckets in Local Zones');
  if (zone === undefined || !AVAILABILITY_ZONE.test(zone)) throw invalidBucketName(name);
  return zone;
}

export function invalidBucketName(name: string): AwsError {
  return new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
    fields: { BucketName: name },
  });
}

/** Whether a zone's ID is one of the Region: the IDs of `eu-central-1` begin with `euc1-`, those of `ap-northeast-2` with `apne2-`. */
export function isZoneOf(zone: string, region: string): boolean {
  const [area = '', ...rest] = region.split('-');
  const number = rest.pop() ?? '';
  const directions = rest.map((word) => word.replace(/north|south|east|west|central|gov/g, (part) => part.charAt(0)));
  return AVAILABILITY_ZONE.exec(zone)?.[1] === `${area}${directions.join('')}${number}`;
}
