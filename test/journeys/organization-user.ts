import { OrganizationsClient, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-organizations';
import type { Stage } from '../../tour/stage';

/** Somebody of the management account, who tags accounts and OUs. */
export class OrganizationUser {
  readonly #organizations: OrganizationsClient;

  constructor({ cloud, landscape }: Stage) {
    const credentials = cloud.administrator(landscape.managementAccountId);
    this.#organizations = new OrganizationsClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
  }

  async tag(ResourceId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await this.#organizations.send(new TagResourceCommand({ ResourceId, Tags }));
  }

  async untag(ResourceId: string, ...TagKeys: string[]): Promise<void> {
    await this.#organizations.send(new UntagResourceCommand({ ResourceId, TagKeys }));
  }
}
