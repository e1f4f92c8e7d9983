/**
 * Amazon S3 storage, USD for a GB-month (2^30 bytes for a month), first tier, without taxes and discounts: public list prices as they were
 * known on `asOf`. Nothing here asks AWS. Source: "Amazon S3 pricing", https://aws.amazon.com/s3/pricing/.
 */
export const PRICES = {
  asOf: '2025-06-01',
  source: 'https://aws.amazon.com/s3/pricing/',
  currency: 'USD',
} as const;

/** Storage classes of which prices are known. */
export type PricedClass = 'STANDARD' | 'STANDARD_IA' | 'ONEZONE_IA' | 'GLACIER_IR';

type Row = Readonly<Record<PricedClass, number>>;

const row = (STANDARD: number, STANDARD_IA: number, ONEZONE_IA: number, GLACIER_IR: number): Row => ({
  STANDARD,
  STANDARD_IA,
  ONEZONE_IA,
  GLACIER_IR,
});

/** What most Regions cost that are not in the table: also the price of us-east-1, where most data is. */
export const COMMON_PRICES: Row = row(0.023, 0.0125, 0.01, 0.004);

export const REGION_PRICES: ReadonlyMap<string, Row> = new Map([
  ['us-east-1', COMMON_PRICES],
  ['us-east-2', COMMON_PRICES],
  ['us-west-2', COMMON_PRICES],
  ['us-west-1', row(0.026, 0.0144, 0.0115, 0.005)],
  ['ca-central-1', row(0.025, 0.0138, 0.011, 0.005)],
  ['eu-west-1', COMMON_PRICES],
  ['eu-north-1', COMMON_PRICES],
  ['eu-west-2', row(0.024, 0.0131, 0.0105, 0.005)],
  ['eu-west-3', row(0.024, 0.0131, 0.0105, 0.005)],
  ['eu-south-1', row(0.024, 0.0131, 0.0105, 0.005)],
  ['eu-central-1', row(0.0245, 0.0135, 0.0108, 0.005)],
  ['ap-south-1', row(0.025, 0.0138, 0.011, 0.005)],
  ['ap-southeast-1', row(0.025, 0.0138, 0.011, 0.005)],
  ['ap-southeast-2', row(0.025, 0.0138, 0.011, 0.005)],
  ['ap-northeast-1', row(0.025, 0.0138, 0.011, 0.005)],
  ['ap-northeast-2', row(0.025, 0.0138, 0.011, 0.005)],
  ['sa-east-1', row(0.0405, 0.0221, 0.0177, 0.0083)],
]);
