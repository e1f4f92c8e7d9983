import { AwsError, NotModelledError } from '../../aws-error';
import type { StackInstance } from '../../cloudformation/stack-instance';

const MOST_FILTERS = 3;
const DETAILED_STATUSES = [
  'PENDING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'INOPERABLE',
  'SKIPPED_SUSPENDED_ACCOUNT',
  'FAILED_IMPORT',
];

/**
 * Which instances a ListStackInstances wants: by account, Region and detailed status. Throws AwsError ValidationError, and
 * NotModelledError for the other filters. Source: ListStackInstances, CloudFormation API Reference.
 */
export function stackInstanceFilter(parameters: URLSearchParams): (instance: StackInstance) => boolean {
  const account = parameters.get('StackInstanceAccount');
  const region = parameters.get('StackInstanceRegion');
  if (account !== null && !/^\d{12}$/.test(account)) throw invalid(`Value '${account}' at 'stackInstanceAccount'`);
  if (region !== null && !/^[a-zA-Z0-9-]{1,128}$/.test(region))
    throw invalid(`Value '${region}' at 'stackInstanceRegion'`);
  const statuses = readFilters(parameters);
  return (instance) =>
    (account === null || instance.account === account) &&
    (region === null || instance.region === region) &&
    statuses.every((status) => instance.detailedStatus === status);
}

function readFilters(parameters: URLSearchParams): readonly string[] {
  const indexes = new Set([...parameters.keys()].flatMap((key) => /^Filters\.member\.(\d+)\./.exec(key)?.[1] ?? []));
  if (indexes.size > MOST_FILTERS) throw invalid(`Value at 'filters' has more than ${MOST_FILTERS} members, which`);
  return [...indexes].map((index) => {
    const name = parameters.get(`Filters.member.${index}.Name`);
    const value = parameters.get(`Filters.member.${index}.Values`) ?? '';
    if (name === 'LAST_OPERATION_ID' || name === 'DRIFT_STATUS') throw new NotModelledError(`the filter ${name}`);
    if (name !== 'DETAILED_STATUS') throw invalid(`Value '${name}' at 'filters.${index}.member.name'`);
    if (!DETAILED_STATUSES.includes(value)) throw invalid(`Value '${value}' at 'filters.${index}.member.values'`);
    return value;
  });
}

function invalid(what: string): AwsError {
  return new AwsError('ValidationError', `1 validation error detected: ${what} failed to satisfy constraint`);
}
