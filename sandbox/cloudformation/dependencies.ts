import { attributeOf, chooseBranch, type Scope, substitutionOf, variablesIn } from './intrinsics';
import type { TemplateResource } from './template';
import { intrinsicOf, isList, isObject, TemplateError, type TemplateValue } from './template-value';

/**
 * What each resource waits for: its `DependsOn` and what its properties refer to. A branch of `Fn::If` that is not taken does not
 * count. Throws TemplateError for a reference to something that is not there and for a circle.
 */
export function dependenciesOf(
  resources: ReadonlyMap<string, TemplateResource>,
  all: ReadonlyMap<string, TemplateResource>,
  isName: (name: string) => boolean,
  scope: Pick<Scope, 'condition'>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const dependencies = new Map<string, ReadonlySet<string>>();
  for (const resource of resources.values()) {
    const needed = new Set<string>();
    for (const id of resource.dependsOn) {
      if (!all.has(id)) throw unresolved(resource.logicalId, id);
      // A dependency on a resource whose condition is false is no dependency.
      if (resources.has(id)) needed.add(id);
    }
    for (const id of referencesIn(resource.properties, scope)) {
      if (resources.has(id)) needed.add(id);
      else if (!isName(id)) throw unresolved(resource.logicalId, id);
    }
    dependencies.set(resource.logicalId, needed);
  }
  checkNoCircle(dependencies);
  return dependencies;
}

function unresolved(logicalId: string, name: string): TemplateError {
  return new TemplateError(`Unresolved resource dependencies [${name}] in the resource ${logicalId}`);
}

/** Names after `Ref`, `Fn::GetAtt` and in `Fn::Sub`. */
export function referencesIn(value: TemplateValue, scope: Pick<Scope, 'condition'>): readonly string[] {
  if (isList(value)) return value.flatMap((item) => referencesIn(item, scope));
  if (!isObject(value)) return [];
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name === undefined || argument === undefined) {
    return Object.values(value).flatMap((item) => referencesIn(item, scope));
  }
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? [argument] : [];
    case 'Fn::GetAtt':
      return [attributeOf(argument)[0]];
    case 'Fn::If':
      return referencesIn(chooseBranch(argument, scope), scope);
    case 'Fn::Sub': {
      const [text, variables] = substitutionOf(argument);
      const outer = variablesIn(text).filter((variable) => !Object.hasOwn(variables, variable));
      return [...outer.map((variable) => variable.split('.')[0] ?? variable), ...referencesIn(variables, scope)];
    }
    default:
      return referencesIn(argument, scope);
  }
}

function checkNoCircle(dependencies: ReadonlyMap<string, ReadonlySet<string>>): void {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (done.has(id)) return;
    if (path.includes(id)) {
      throw new TemplateError(
        `Circular dependency between resources: [${[...path.slice(path.indexOf(id)), id].join(', ')}]`,
      );
    }
    for (const next of dependencies.get(id) ?? []) visit(next, [...path, id]);
    done.add(id);
  };
  for (const id of dependencies.keys()) visit(id, []);
}
