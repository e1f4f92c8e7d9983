import { HUB, REGION } from '../journeys/places';
import { ACCOUNT, type Synthesized, synthesize, type Template } from '../lib/synthesized';

export const MANAGEMENT = '200000000001';
export const ORGANIZATION_ID = 'o-tour000001';

/** The product for the local organization of the journeys, with everything that the settings can add. */
export function organizationDeployment(): Synthesized {
  return synthesize({
    scope: 'organization',
    organizationId: ORGANIZATION_ID,
    managementAccountId: MANAGEMENT,
    hubAccountId: HUB,
    targets: ['r-tour'],
    homeRegion: REGION,
    regions: [REGION],
    deployToManagementAccount: true,
  });
}

/** The product for one account, in its home Region alone. */
export function accountDeployment(): Synthesized {
  return synthesize({ ...ACCOUNT, hubAccountId: HUB, homeRegion: REGION, regions: [REGION] });
}

/** Every template of a deployment, those that are bodies of stack sets as well. */
export function templatesOf({ stackNames, template }: Synthesized): readonly Template[] {
  return withBodies(stackNames.map((name) => template(name)));
}

export function withBodies(templates: readonly Template[]): readonly Template[] {
  const bodies = templates
    .flatMap(({ Resources }) => Object.values(Resources))
    .flatMap(({ Properties }) => (typeof Properties['TemplateBody'] === 'string' ? [Properties['TemplateBody']] : []));
  return [...templates, ...bodies.map((body) => JSON.parse(body) as Template)];
}

/** Accounts, Regions and the organization of these deployments by what they are. */
export function inWords(text: string): string {
  return text
    .replaceAll(HUB, 'HUB')
    .replaceAll(MANAGEMENT, 'MANAGEMENT')
    .replaceAll(ORGANIZATION_ID, 'ORGANIZATION')
    .replaceAll(REGION, 'HOME');
}
