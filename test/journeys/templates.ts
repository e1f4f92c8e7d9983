/** The product's templates: the hub's, the fleet's, and two that are bodies of its stack sets: of the roles, and of the home Region's forwarder. */
export type TemplateName = 'hub' | 'fleet' | 'roles' | 'forwarder';

type Json = Record<string, unknown>;

interface Template {
  readonly Resources: Record<string, Json>;
}

/** Stack sets of the fleet whose bodies are templates of their own; of the forwarders the first, which is the home Region's. The others stay as they are. */
const BODIES: readonly (readonly [TemplateName, RegExp])[] = [
  ['roles', /^RolesStackSet/],
  ['forwarder', /^Forwarder\w+StackSet/],
];

/** The synthesized templates as JSON that can be changed. A change that changes nothing is an Error. */
export class Templates {
  readonly #templates = new Map<TemplateName, Template>();
  /** Logical IDs of the stack sets by the template that is their body. */
  readonly #stackSets = new Map<TemplateName, string>();

  constructor(texts: { readonly hub: string; readonly fleet: string }) {
    this.#templates.set('hub', JSON.parse(texts.hub) as Template);
    const fleet = JSON.parse(texts.fleet) as Template;
    this.#templates.set('fleet', fleet);
    for (const [name, id] of BODIES) {
      const [stackSet] = Object.entries(fleet.Resources).filter(([key]) => id.test(key));
      if (stackSet === undefined) throw new Error(`no stack set for ${name}`);
      this.#stackSets.set(name, stackSet[0]);
      this.#templates.set(name, JSON.parse(properties(stackSet[1])['TemplateBody'] as string) as Template);
    }
  }

  /** Replaces `from` wherever it stands in the JSON text of one resource, which `id` names without its hash. */
  replace(name: TemplateName, id: string, from: string, to: string): this {
    return this.#rewrite(name, id, (text) => text.replaceAll(from, to));
  }

  /** The same for the one place that `pattern` matches. */
  replaceMatch(name: TemplateName, id: string, pattern: RegExp, to: string): this {
    return this.#rewrite(name, id, (text) => text.replace(pattern, () => to));
  }

  #rewrite(name: TemplateName, id: string, change: (text: string) => string): this {
    const { Resources } = this.#template(name);
    const key = this.#key(name, id);
    const text = JSON.stringify(Resources[key]);
    const changed = change(text);
    if (changed === text) throw new Error(`there is nothing to change in ${id} of ${name}: ${text}`);
    Resources[key] = JSON.parse(changed) as Json;
    return this;
  }

  /** Takes one action out of the role's policy, from the statement `sid` if it is named. */
  without(name: TemplateName, id: string, action: string, sid?: string): this {
    const role = properties(this.#template(name).Resources[this.#key(name, id)]);
    let taken = 0;
    role['Policies'] = (role['Policies'] as { PolicyDocument: { Statement: Json[] } }[]).filter(
      ({ PolicyDocument }) => {
        for (const statement of PolicyDocument.Statement) {
          if (sid !== undefined && statement['Sid'] !== sid) continue;
          const actions = [statement['Action']].flat();
          statement['Action'] = actions.filter((known) => known !== action);
          taken += actions.length - (statement['Action'] as unknown[]).length;
        }
        PolicyDocument.Statement = PolicyDocument.Statement.filter(
          (statement) => [statement['Action']].flat().length > 0,
        );
        return PolicyDocument.Statement.length > 0;
      },
    );
    if (taken !== 1) throw new Error(`${action} stands ${taken} times in ${id} of ${name}`);
    return this;
  }

  /** The text of the file; undefined for a file that is none of the templates. */
  text(file: string): string | undefined {
    if (file === 'Hub.template.json') return JSON.stringify(this.#template('hub'));
    if (file !== 'Fleet.template.json') return undefined;
    const fleet = structuredClone(this.#template('fleet'));
    for (const [name, key] of this.#stackSets) {
      properties(fleet.Resources[key])['TemplateBody'] = JSON.stringify(this.#template(name));
    }
    return JSON.stringify(fleet);
  }

  #template(name: TemplateName): Template {
    const template = this.#templates.get(name);
    if (template === undefined) throw new Error(`no template ${name}`);
    return template;
  }

  #key(name: TemplateName, id: string): string {
    const keys = Object.keys(this.#template(name).Resources).filter((key) => key.replace(/[0-9A-F]{8}$/, '') === id);
    const [key] = keys;
    if (key === undefined || keys.length > 1) throw new Error(`${keys.length} resources of ${name} are called ${id}`);
    return key;
  }
}

function properties(resource: Json | undefined): Json {
  return (resource?.['Properties'] ?? {}) as Json;
}
