/** What the person at the command line can put right: ends with status 2. `message` says what and where, `remedy` what to do. */
export class WrongUse extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WrongUse';
    this.remedy = remedy;
  }
}
