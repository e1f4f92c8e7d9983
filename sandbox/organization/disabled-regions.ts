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

/** Which opt-in Regions are off, by account. */
export class DisabledRegions {
  readonly #places = new Set<string>();

  /** Throws an Error for a Region that is on in every account. */
  add(account: string, region: string): void {
    if (ALWAYS_ENABLED.has(region)) throw new Error(`${region} is on in every account and cannot be turned off`);
    this.#places.add(`${account}/${region}`);
  }

  delete(account: string, region: string): void {
    this.#places.delete(`${account}/${region}`);
  }

  has(account: string, region: string): boolean {
    return this.#places.has(`${account}/${region}`);
  }
}
