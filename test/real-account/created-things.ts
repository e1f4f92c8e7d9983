/** What was made and has to go again, last first, whatever happens in between. */
export class CreatedThings {
  readonly #things: { readonly name: string; readonly remove: () => Promise<unknown> }[] = [];
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /**
   * Makes something. It counts as made before it is asked for, because a making may follow whose answer is lost; only a plain refusal
   * says that there is nothing to remove.
   */
  async make<Made>(name: string, create: () => Promise<Made>, remove: () => Promise<unknown>): Promise<Made> {
    const thing = { name, remove };
    this.#things.push(thing);
    this.#say(`making ${name}`);
    try {
      return await create();
    } catch (error) {
      if (isRefusal(error)) this.#things.splice(this.#things.indexOf(thing), 1);
      throw error;
    }
  }

  /** Names of what could not be removed, with the reason. */
  async removeAll(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const { name, remove } of this.#things.splice(0).reverse()) {
      this.#say(`removing ${name}`);
      try {
        await remove();
      } catch (error) {
        if (!isAbsence(error)) left.push(`${name}: ${error}`);
      }
    }
    return left;
  }
}

const ABSENT = /NoSuchBucket|NonExistentQueue|QueueDoesNotExist|ResourceNotFound|StackSetNotFound/;

function isAbsence(error: unknown): boolean {
  return error instanceof Error && ABSENT.test(error.name);
}

function isRefusal(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return (status >= 400 && status < 500) || status === 501;
}
