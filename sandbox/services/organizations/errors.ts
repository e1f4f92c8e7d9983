import { AwsError } from '../../aws-error';

/** `reason` is one of the model's InvalidInputExceptionReason. Source: Organizations service model. */
export function invalidInput(reason: string, message: string): AwsError {
  return new AwsError('InvalidInputException', message, 400, { fields: { Reason: reason } });
}

export function accessDenied(): AwsError {
  return new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
}

export function notInUse(): AwsError {
  return new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
}

export function notFound(code: string, what: string): AwsError {
  return new AwsError(code, `You specified ${what} that does not exist.`);
}
