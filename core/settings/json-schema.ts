import { z } from 'zod';
import { settingsSchema } from './schema';

/** The JSON schema of a `cdk.json` with our settings, for editors. What it cannot say (rules across keys) the validation says. */
export function settingsJsonSchema(): Record<string, unknown> {
  const { $schema, ...settings } = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'throw' });
  return {
    $schema,
    title: 'cdk.json of partsweep',
    type: 'object',
    required: ['context'],
    properties: {
      context: { type: 'object', required: ['partsweep'], properties: { partsweep: settings } },
    },
  };
}
