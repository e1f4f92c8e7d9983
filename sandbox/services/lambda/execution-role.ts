import type { Clock } from '../../clock';
import type { RoleSession, RoleSessions } from '../../identity/role-sessions';
import { type FunctionConfiguration, lambdaPrincipal } from './function-configuration';

const SESSION_SECONDS = 3600;
/** The longest a function may run, and some more. */
const SPARE_SECONDS = 960;

/** The session of a function's execution role, renewed in time. */
export class ExecutionRole {
  readonly #configuration: FunctionConfiguration;
  readonly #roleSessions: RoleSessions;
  readonly #clock: Clock;
  #session: RoleSession | undefined;

  constructor(options: { configuration: FunctionConfiguration; roleSessions: RoleSessions; clock: Clock }) {
    this.#configuration = options.configuration;
    this.#roleSessions = options.roleSessions;
    this.#clock = options.clock;
  }

  /** Lasts for one more invocation at least. Throws AwsError when the role does not exist or does not trust Lambda. */
  session(): RoleSession {
    const current = this.#session;
    if (current !== undefined && this.lasts(current)) return current;
    const { roleArn, name, region } = this.#configuration;
    this.#session = this.#roleSessions.assume({
      caller: lambdaPrincipal(this.#configuration),
      roleArn,
      sessionName: name,
      region,
      durationSeconds: SESSION_SECONDS,
    });
    return this.#session;
  }

  lasts(session: RoleSession): boolean {
    return session.credentials.expiration.getTime() - this.#clock.now().getTime() > SPARE_SECONDS * 1000;
  }
}
