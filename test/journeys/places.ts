/** Where the chain runs when it is deployed onto `landscape(2)`, and the names of its parts. */
export const REGION = 'eu-central-1';
export const HUB = '200000000002';
export const LOG_ARCHIVE = '200000000003';
/** The account whose buckets the scenes are about; the first workload is excluded by its tag. */
export const MEMBER = '300000000002';

export const DEFAULT_BUS = `arn:aws:events:${REGION}:${MEMBER}:event-bus/default`;
export const CENTRAL_BUS = `arn:aws:events:${REGION}:${HUB}:event-bus/partsweep`;
export const SETTLE_QUEUE = `arn:aws:sqs:${REGION}:${HUB}:partsweep-settle`;
export const DEAD_LETTERS = `arn:aws:sqs:${REGION}:${HUB}:partsweep-settle-dead-letters`;
export const UNDELIVERED = `arn:aws:sqs:${REGION}:${HUB}:partsweep-undelivered-events`;
export const FORWARDER_ROLE = `arn:aws:iam::${MEMBER}:role/partsweep-forwarder`;
export const MEMBER_ROLE = `arn:aws:iam::${MEMBER}:role/partsweep-member`;
