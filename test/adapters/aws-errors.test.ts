import { awsFailure, isTokenRefused, regionTrouble } from '../../adapters/aws-errors';
import { storeProblem } from '../../adapters/s3-problem';
import { region } from '../fakes/identifiers';

test("an error of Node's own has its code, and one of a service its name", () => {
  const lost = Object.assign(new Error('getaddrinfo ENOTFOUND s3.xx-away-1.amazonaws.com'), { code: 'ENOTFOUND' });
  expect(awsFailure(lost).code).toBe('ENOTFOUND');
  expect(regionTrouble(awsFailure(lost))).toBe('unknown');
  expect(storeProblem(awsFailure(lost), region('xx-away-1'))).toEqual({
    kind: 'retry',
    code: 'ENOTFOUND',
    message: 'no host of the Region xx-away-1 can be found: getaddrinfo ENOTFOUND s3.xx-away-1.amazonaws.com',
  });
  expect(awsFailure(Object.assign(new Error('x'), { name: 'NoSuchBucket', code: 'other' })).code).toBe('NoSuchBucket');
  expect(awsFailure(new Error('plain')).code).toBe('Error');
  expect(awsFailure('text')).toMatchObject({ code: 'Unknown', message: 'text' });
});

test('credentials that are not known are no refused token', () => {
  const failure = awsFailure(Object.assign(new Error('x'), { name: 'InvalidToken' }));
  expect(isTokenRefused(failure)).toBe(false);
  expect(regionTrouble(failure)).toBe('off');
});
