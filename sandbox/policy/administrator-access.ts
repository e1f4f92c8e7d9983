import type { PolicyDocument } from './document';

/** What the AWS managed policy AdministratorAccess says. */
export const ADMINISTRATOR_ACCESS: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
};
