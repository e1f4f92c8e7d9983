import type { PolicyDocument } from '../policy/document';

/** Who makes a call. Policies are looked up at each call, so that a change of a role acts at once. */
export type Caller =
  | {
      readonly kind: 'root';
      readonly accountId: string;
      readonly arn: string;
      readonly userId: string;
      readonly accessKeyId: string;
    }
  | {
      readonly kind: 'user';
      readonly accountId: string;
      readonly arn: string;
      readonly userId: string;
      readonly userName: string;
      readonly accessKeyId: string;
    }
  | {
      readonly kind: 'assumed-role';
      readonly accountId: string;
      /** `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION` */
      readonly arn: string;
      /** `AROA…:SESSION` */
      readonly userId: string;
      readonly roleName: string;
      /** `arn:aws:iam::ACCOUNT:role/PATH/NAME` */
      readonly roleArn: string;
      readonly sessionName: string;
      readonly sessionPolicies: readonly PolicyDocument[];
      readonly accessKeyId: string;
      readonly issuedAt: Date;
      readonly expiresAt: Date;
    }
  | {
      /** AWS itself, such as EventBridge delivering to a queue. */
      readonly kind: 'service';
      /** Such as `events.amazonaws.com`. */
      readonly principal: string;
      /** Account and resource on whose behalf it acts: become `aws:SourceAccount` and `aws:SourceArn`. */
      readonly sourceAccount?: string;
      readonly sourceArn?: string;
    };

/** ARN of a caller, or the service principal. */
export function callerName(caller: Caller): string {
  return caller.kind === 'service' ? caller.principal : caller.arn;
}

/** Account of a caller; of a service the one on whose behalf it acts, '' where there is none. */
export function callerAccount(caller: Caller): string {
  return caller.kind === 'service' ? (caller.sourceAccount ?? '') : caller.accountId;
}
