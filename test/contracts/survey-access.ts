import type { AccountId, BucketName } from '../../core/identifiers';
import type { SurveyAccess } from '../../core/sweep/survey';

export interface SurveyAccessSetup {
  readonly access: SurveyAccess;
  /** An account with the role, and its only bucket. */
  readonly account: AccountId;
  readonly bucket: BucketName;
  /** An account that has no role for us. */
  readonly closedAccount: AccountId;
}

/** What every SurveyAccess does. `setup` is called once. */
export function describeSurveyAccessContract(name: string, setup: () => Promise<SurveyAccessSetup>): void {
  describe(`${name} as a SurveyAccess`, () => {
    let world: SurveyAccessSetup;
    beforeAll(async () => {
      world = await setup();
    });

    test('a session lists the buckets of its account', async () => {
      const opening = await world.access.open(world.account);
      if (opening.kind !== 'open') throw new Error(opening.message);
      const { bucket } = world;
      expect(await opening.survey.listBuckets(null)).toMatchObject({ kind: 'page', buckets: [{ bucket }], next: null });
    });

    test('fails as not assumable in an account without the role', async () => {
      expect(await world.access.open(world.closedAccount)).toEqual({
        kind: 'not-assumable',
        message: expect.any(String),
      });
    });
  });
}
