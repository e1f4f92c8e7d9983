import { parse } from 'yaml';
import { NotModelledError } from '../aws-error';
import { TemplateError } from './template-value';

/**
 * A template's text, JSON or YAML, as a value. Throws TemplateError for text that is neither, NotModelledError for the short forms of
 * functions (`!Ref`).
 */
export function readTemplateText(text: string): unknown {
  let value: unknown;
  try {
    value = parse(text, { schema: 'core', logLevel: 'error', customTags: SHORT_FORMS });
  } catch (error) {
    if (error instanceof NotModelledError) throw error;
    throw new TemplateError(`Template format error: ${error instanceof Error ? error.message : String(error)}`);
  }
  return value;
}

const SHORT_FORMS = ['Ref', 'Sub', 'GetAtt', 'Join', 'If', 'Equals', 'Not', 'And', 'Or', 'Select', 'Split'].map(
  (name) => ({
    tag: `!${name}`,
    resolve(): never {
      throw new NotModelledError(`the short form !${name} in a template`);
    },
  }),
);
