import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { names } from '../../core/contract/names';
import { permissionsBoundary } from '../permissions-boundary';

interface ForwarderRoleProps {
  readonly qualifier: string;
  /** IAM path, `/` or `/…/`. */
  readonly path: string;
  readonly centralBusArn: string;
  /** Name or ARN of a managed policy. @default none */
  readonly permissionsBoundary?: string | undefined;
}

/** The role with which EventBridge puts an account's bucket events onto the central bus: for our rule only, whatever its Region. */
export class ForwarderRole extends Construct {
  constructor(scope: Construct, id: string, props: ForwarderRoleProps) {
    super(scope, id);
    const name = names(props.qualifier);
    new Role(this, 'Role', {
      roleName: name.forwarderRole,
      path: props.path,
      description: 'Lets EventBridge forward bucket events to the central bus of partsweep',
      assumedBy: new ServicePrincipal('events.amazonaws.com').withConditions({
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:events:*:${Aws.ACCOUNT_ID}:rule/${name.forwarderRule}` },
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
