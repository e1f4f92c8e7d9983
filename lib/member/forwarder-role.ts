import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { permissionsBoundary } from '../permissions-boundary';

interface ForwarderRoleProps {
  readonly roleName: string;
  /** IAM path, `/` or `/…/`. */
  readonly path: string;
  /** Names of the rules that it is for. */
  readonly rules: readonly string[];
  readonly centralBusArn: string;
  /** Name or ARN of a managed policy. @default none */
  readonly permissionsBoundary?: string | undefined;
}

/** The role with which EventBridge puts an account's events onto the central bus: for our rules only, whatever their Region. */
export class ForwarderRole extends Construct {
  constructor(scope: Construct, id: string, props: ForwarderRoleProps) {
    super(scope, id);
    const sources = props.rules.map((rule) => `arn:${Aws.PARTITION}:events:*:${Aws.ACCOUNT_ID}:rule/${rule}`);
    new Role(this, 'Role', {
      roleName: props.roleName,
      path: props.path,
      description: 'Lets EventBridge forward events to the central bus of partsweep',
      assumedBy: new ServicePrincipal('events.amazonaws.com').withConditions({
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': sources },
      }),
      inlinePolicies: {
        Forward: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['events:PutEvents'], resources: [props.centralBusArn] })],
        }),
      },
      ...permissionsBoundary(this, props.permissionsBoundary),
    });
  }
}
