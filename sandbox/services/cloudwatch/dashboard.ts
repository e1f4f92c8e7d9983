import { z } from 'zod';
import { AwsError } from '../../aws-error';

export interface Dashboard {
  readonly account: string;
  readonly name: string;
  /** As it was given. */
  readonly body: string;
  readonly widgets: readonly DashboardWidget[];
}

const size = (highest: number) => z.number().int().min(1).max(highest).optional();

const widgetSchema = z.looseObject({
  type: z.enum(['metric', 'text', 'log', 'alarm', 'explorer', 'custom']),
  x: z.number().int().min(0).max(23).optional(),
  y: z.number().int().min(0).optional(),
  width: size(24),
  height: size(1000),
  properties: z.record(z.string(), z.unknown()),
});

const bodySchema = z.looseObject({ widgets: z.array(widgetSchema).max(500) });

export type DashboardWidget = z.infer<typeof widgetSchema>;

/**
 * The widgets of a DashboardBody. Their properties are not checked. Throws AwsError InvalidParameterInput.
 * Source: "Dashboard body structure and syntax", CloudWatch API Reference.
 */
export function parseDashboardBody(body: string): readonly DashboardWidget[] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw invalid('The field DashboardBody must be a valid JSON object');
  }
  const parsed = bodySchema.safeParse(json);
  if (parsed.success) return parsed.data.widgets;
  const messages = parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
  throw invalid(
    `The dashboard body is invalid, there are ${messages.length} validation errors: ${messages.join('; ')}`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterInput', message);
}
