import {
  BootstraplessSynthesizer,
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  type ISynthesisSession,
} from 'aws-cdk-lib';

// The casts: the CDK declares an optional property of these classes in a way that exactOptionalPropertyTypes refuses.

/** For stacks with assets. The command line checks the version of the bootstrap stack; the templates stay free of it. */
export function bootstrapped(): IStackSynthesizer {
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}

/** For stacks without assets: they deploy into accounts and Regions that were never bootstrapped, with the caller's own credentials. */
export function bootstrapless(): IStackSynthesizer {
  return new WithoutRoles() as IStackSynthesizer;
}

/** The class of the CDK takes no role for none given, as it says, but the roles of a bootstrap (2.276.0): stacks where there is none could not be made. */
class WithoutRoles extends BootstraplessSynthesizer {
  override synthesize(session: ISynthesisSession): void {
    this.synthesizeTemplate(session);
    this.emitArtifact(session);
  }
}
