/** Source: "Considerations before enabling and disabling Regions", Account Management Reference Guide. */
const ALWAYS_ENABLED = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]);

/** Whether accounts choose to have the Region. */
export function isOptInRegion(region: string): boolean {
  // China and GovCloud are partitions of their own, without opt-in Regions.
  return !ALWAYS_ENABLED.has(region) && !/^(cn|us-gov)-/.test(region);
}

/** Which opt-in Regions are off, by account. */
export class DisabledRegions {
  readonly #places = new Set<string>();

  /** Throws an Error for a Region that is on in every account. */
  add(account: string, region: string): void {
    if (!isOptInRegion(region)) throw new Error(`${region} is on in every account and cannot be turned off`);
    this.#places.add(`${account}/${region}`);
  }

  delete(account: string, region: string): void {
    this.#places.delete(`${account}/${region}`);
  }

  has(account: string, region: string): boolean {
    return this.#places.has(`${account}/${region}`);
  }
}
