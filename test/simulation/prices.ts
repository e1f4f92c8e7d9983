/**
 * List prices of us-east-1 in US dollars, without free tiers and discounts, from the pricing pages of the services as of 2025: check them before
 * you rely on them.
 */
export const PRICES = {
  asOf: '2025, us-east-1 list prices: check them',
  /** AWS Lambda, arm64. */
  lambdaGigabyteSecond: 0.0000133334,
  lambdaMillionRequests: 0.2,
  /** Amazon SQS, standard queues. */
  sqsMillionRequests: 0.4,
  /** Amazon DynamoDB, on demand: a write of 1 KiB, a consistent read of 4 KiB. */
  dynamoMillionWriteUnits: 0.625,
  dynamoMillionReadUnits: 0.125,
  /** Amazon S3: `PUT, COPY, POST, LIST` and `GET, SELECT, and all other requests`. */
  s3ThousandLists: 0.005,
  s3ThousandGets: 0.0004,
  /** Amazon EventBridge, custom events. */
  eventBridgeMillionEvents: 1,
  /** Amazon CloudWatch, a month: an alarm, a custom metric, a dashboard. */
  alarm: 0.1,
  metric: 0.3,
  dashboard: 3,
} as const;
