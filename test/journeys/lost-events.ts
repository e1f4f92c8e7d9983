/** Stack sets with the rules that forward events, by Region. */
type Template = { readonly Resources: Record<string, { readonly Properties: Record<string, unknown> }> };

/**
 * For `changeTemplate` of a stage: no event of these Regions (without any: of all) is forwarded, neither of buckets nor of stacks, as if every one of
 * them were lost on its way. Throws an Error where there is nothing to change.
 */
export function losingEvents(...regions: readonly string[]): (file: string, text: string) => string {
  return (file, text) => {
    if (file !== 'Fleet.template.json') return text;
    const template = JSON.parse(text) as Template;
    let changed = 0;
    for (const [id, { Properties }] of Object.entries(template.Resources)) {
      const isMeant = regions.length === 0 || regions.some((region) => id.includes(region.replaceAll('-', '')));
      if (!id.startsWith('Forwarder') || !isMeant) continue;
      Properties['TemplateBody'] = String(Properties['TemplateBody']).replaceAll('"ENABLED"', '"DISABLED"');
      changed += 1;
    }
    if (changed === 0) throw new Error(`there are no forwarders of ${regions}`);
    return JSON.stringify(template);
  };
}
