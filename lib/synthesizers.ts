import { BootstraplessSynthesizer, DefaultStackSynthesizer, type IStackSynthesizer } from 'aws-cdk-lib';

// The casts: the CDK declares an optional property of these classes in a way that exactOptionalPropertyTypes refuses.

/** For stacks with assets. The command line checks the version of the bootstrap stack; the templates stay free of it. */
export function bootstrapped(): IStackSynthesizer {
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}

/** For stacks without assets: they deploy into accounts and Regions that were never bootstrapped. */
export function bootstrapless(): IStackSynthesizer {
  return new BootstraplessSynthesizer() as IStackSynthesizer;
}
