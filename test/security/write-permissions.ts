import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountDeployment, inWords, organizationDeployment, templatesOf } from './deployment';
import { differencesOf, permissionRows, type Row, resourcePolicyRows, trustRows } from './policies';
import { withRows } from './tables';

// Writes the tables of docs/permissions.md anew from the templates: the change of that page is what a reviewer reads.
const path = join(__dirname, '../../docs/permissions.md');
const templates = templatesOf(organizationDeployment());
const tables: readonly (readonly [string, readonly Row[]])[] = [
  ['Permissions', permissionRows(templates)],
  ['Trust', trustRows(templates)],
  ['Resource policies', resourcePolicyRows(templates)],
  ['In scope account', differencesOf(templatesOf(accountDeployment()), templates)],
];
let page = readFileSync(path, 'utf8');
for (const [heading, rows] of tables) {
  page = withRows(
    page,
    heading,
    rows.map((row) => row.map(inWords)),
  );
}
writeFileSync(path, page);
