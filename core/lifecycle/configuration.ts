/**
 * A bucket's lifecycle configuration as S3 answered it: the XML text, untouched, and the header that belongs to it.
 * A bucket without a configuration is `undefined` wherever this type is optional; a failed read is never `undefined`.
 */
export interface LifecycleConfiguration {
  readonly xml: string;
  /** Value of `x-amz-transition-default-minimum-object-size`; absent when the answer had none. */
  readonly transitionDefaultMinimumObjectSize?: string;
}
