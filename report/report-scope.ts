/** What a report of the hub's looked at, in one line. `organizationId`: null where there is one account alone. */
export function reportScope({
  organizationId,
  account,
  region,
}: {
  readonly organizationId: string | null;
  readonly account: string;
  readonly region: string;
}): string {
  return organizationId === null
    ? `Account ${account}, as its hub in ${region} knows it`
    : `Organization ${organizationId}, as its hub knows it (account ${account}, ${region})`;
}
