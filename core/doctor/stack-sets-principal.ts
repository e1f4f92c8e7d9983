/** The name under which StackSets is trusted and delegated. Source: "AWS services that you can use with AWS Organizations", User Guide. */
export const STACK_SETS_PRINCIPAL = 'member.org.stacksets.cloudformation.amazonaws.com';
