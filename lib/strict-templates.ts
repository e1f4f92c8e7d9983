/** Context of every app of ours: a template that CloudFormation's own schemas refuse ends the synthesis. */
export const STRICT_TEMPLATES = { '@aws-cdk/core:validateAgainstDefaultRules': true } as const;
