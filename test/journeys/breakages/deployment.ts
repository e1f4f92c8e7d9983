import type { Templates } from '../templates';

/** One fault in a template that keeps it from being deployed. */
export interface FailingDeployment {
  readonly name: string;
  readonly change: (templates: Templates) => unknown;
  readonly error: RegExp;
}

export const FAILING_DEPLOYMENTS: readonly FailingDeployment[] = [
  ...['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
    (operation): FailingDeployment => ({
      name: `the function without sqs:${operation}`,
      change: (templates) => templates.without('hub', 'ReconcileRole', `sqs:${operation}`),
      error: new RegExp(`execution role does not have permissions to call ${operation} on SQS`),
    }),
  ),
  {
    name: 'the function with a role that trusts another service',
    change: (templates) => templates.replace('hub', 'ReconcileRole', '"lambda.amazonaws.com"', '"ec2.amazonaws.com"'),
    error: /The role defined for the function cannot be assumed by Lambda/,
  },
  {
    name: 'the mapping of a queue that does not exist',
    change: (templates) =>
      templates.replaceMatch(
        'hub',
        'ReconcileMapping',
        /\{"Fn::GetAtt":\["SettleQueue[0-9A-F]{8}","Arn"\]\}/,
        '"arn:aws:sqs:eu-central-1:200000000002:other"',
      ),
    error: /execution role does not have permissions to call ReceiveMessage on SQS/,
  },
  {
    name: 'the stack set onto an OU that does not exist',
    change: (templates) => templates.replaceMatch('fleet', 'RolesStackSet', /"r-[0-9a-z]{4}"/, '"ou-none-12345678"'),
    error: /ou-none-12345678/,
  },
  {
    name: 'the stack set called as the management account',
    change: (templates) => templates.replace('fleet', 'RolesStackSet', '"DELEGATED_ADMIN"', '"SELF"'),
    error: /management account or delegated admin account/,
  },
  {
    name: 'the stack set that depends on one of another account',
    change: (templates) =>
      templates.replace('fleet', 'Forwardereucentral1StackSet', ':200000000001:stackset/', ':200000000003:stackset/'),
    error: /200000000003:stackset/,
  },
];
