import type { IPolicyValidationContext, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * The AwsSolutions pack of cdk-nag, without the deprecation warning that it sets off itself: it reads
 * `CfnEventBusPolicy.principal`, which we do not use.
 */
export class SolutionsChecks extends AwsSolutionsChecks {
  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const before = process.env['JSII_DEPRECATED'];
    process.env['JSII_DEPRECATED'] = 'quiet';
    try {
      return super.validate(context);
    } finally {
      if (before === undefined) delete process.env['JSII_DEPRECATED'];
      else process.env['JSII_DEPRECATED'] = before;
    }
  }
}
