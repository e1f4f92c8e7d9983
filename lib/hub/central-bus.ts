import { Aws } from 'aws-cdk-lib';
import { CfnArchive, CfnEventBus, CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { bucketEventPattern } from '../bucket-event-pattern';

/** For how long events can be replayed, in days. */
const ARCHIVE_DAYS = 30;

/** The bus that every account's bucket events come to, with an archive for replay. Only this organization (or account) may put events onto it. */
export class CentralBus extends Construct {
  readonly busName: string;
  readonly busArn: string;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const name = names(settings.qualifier);
    const bus = new CfnEventBus(this, 'Bus', { name: name.bus });
    this.busName = bus.ref;
    this.busArn = bus.attrArn;
    const who =
      settings.scope === 'organization'
        ? { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': settings.organizationId } } }
        : { Principal: { AWS: `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root` } };
    new CfnEventBusPolicy(this, 'Policy', {
      eventBusName: this.busName,
      statementId: settings.scope === 'organization' ? 'ThisOrganizationOnly' : 'ThisAccountOnly',
      statement: { Effect: 'Allow', Action: 'events:PutEvents', Resource: this.busArn, ...who },
    });
    new CfnArchive(this, 'Archive', {
      archiveName: name.archive,
      sourceArn: this.busArn,
      eventPattern: bucketEventPattern(),
      retentionDays: ARCHIVE_DAYS,
    });
  }
}
