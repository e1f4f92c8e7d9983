import { COMMON_PRICES, type PricedClass, REGION_PRICES } from './prices';

const BYTES_A_GB = 2 ** 30;

/**
 * What the parts of an incomplete upload are billed as: those for the two slow archives wait in staging at the price of Standard, and
 * Intelligent-Tiering begins in its frequent tier, which costs the same. Source: "Multipart upload and pricing", Amazon S3 User Guide.
 */
const BILLED_AS: Readonly<Record<string, PricedClass>> = {
  STANDARD: 'STANDARD',
  INTELLIGENT_TIERING: 'STANDARD',
  GLACIER: 'STANDARD',
  DEEP_ARCHIVE: 'STANDARD',
  STANDARD_IA: 'STANDARD_IA',
  ONEZONE_IA: 'ONEZONE_IA',
  GLACIER_IR: 'GLACIER_IR',
};

export interface MonthlyCost {
  readonly usd: number;
  /** The table has no price for this: a common one stands in. */
  readonly estimated: boolean;
}

/** What `bytes` of an incomplete upload cost in a month at list prices. An unknown class counts as Standard, an unknown Region as most do. */
export function monthlyCost(region: string, storageClass: string, bytes: number): MonthlyCost {
  const billed = Object.hasOwn(BILLED_AS, storageClass) ? BILLED_AS[storageClass] : undefined;
  const prices = REGION_PRICES.get(region);
  const price = (prices ?? COMMON_PRICES)[billed ?? 'STANDARD'];
  return { usd: (bytes / BYTES_A_GB) * price, estimated: billed === undefined || prices === undefined };
}
