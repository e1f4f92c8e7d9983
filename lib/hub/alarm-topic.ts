import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { acknowledge } from '../acknowledge';

/** The topic that alarms go to, with the e-mail addresses of the settings. CloudWatch of this account alone may publish to it. */
export function alarmTopic(scope: Construct, settings: Settings): Topic {
  const topic = new Topic(scope, 'AlarmTopic', {
    topicName: names(settings.qualifier).alarmTopic,
    displayName: `${settings.qualifier} alarms`,
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'FromAlarmsOfThisAccountOnly',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  acknowledge(topic, {
    'AwsSolutions-SNS2':
      'alarms hold counts and names of our own resources; CloudWatch cannot publish to a topic under the AWS managed key',
  });
  for (const [index, endpoint] of settings.alarmTopicEmails.entries()) {
    new CfnSubscription(topic, `Email${index + 1}`, { topicArn: topic.topicArn, protocol: 'email', endpoint });
  }
  return topic;
}
