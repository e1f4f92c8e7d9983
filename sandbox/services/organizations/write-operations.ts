import { AwsError } from '../../aws-error';
import type { Organization } from '../../organization/organization';
import { type AccountCreations, creationShape } from './account-creations';
import type { ChangeEvents } from './change-events';
import { invalidInput, notFound } from './errors';
import { type Operation, operation } from './operation';
import { requests } from './requests';
import type { Shapes } from './shapes';

const MOST_TAGS = 50;
const audience = 'management';

export function writeOperations(parts: {
  readonly organization: Organization;
  readonly shapes: Shapes;
  readonly creations: AccountCreations;
  readonly events: ChangeEvents;
}): Record<string, Operation<never>> {
  const { organization, shapes, creations, events } = parts;

  const tagsOf = (id: string): ReadonlyMap<string, string> => {
    const target = organization.level(id) ?? organization.account(id);
    if (target === undefined) throw notFound('TargetNotFoundException', 'a root, OU or account');
    return target.tags;
  };

  return {
    TagResource: operation({
      schema: requests.tag,
      audience,
      resource: (request) => shapes.arn(request.ResourceId),
      run(request) {
        const tags = readTags(request.Tags);
        const known = tagsOf(request.ResourceId);
        if (new Set([...known.keys(), ...Object.keys(tags)]).size > MOST_TAGS) throw tooManyTags();
        organization.tagResource(request.ResourceId, tags);
      },
    }),
    UntagResource: operation({
      schema: requests.untag,
      audience,
      resource: (request) => shapes.arn(request.ResourceId),
      run(request) {
        tagsOf(request.ResourceId);
        organization.untagResource(request.ResourceId, request.TagKeys);
      },
    }),
    MoveAccount: operation({
      schema: requests.move,
      audience,
      resource: (request) => shapes.accountArn(request.AccountId),
      run({ AccountId, SourceParentId, DestinationParentId }) {
        const account = organization.account(AccountId);
        if (account === undefined) throw notFound('AccountNotFoundException', 'an account');
        if (organization.level(SourceParentId) === undefined || account.parents.at(-1) !== SourceParentId) {
          throw notFound('SourceParentNotFoundException', 'a source parent');
        }
        if (organization.level(DestinationParentId) === undefined) {
          throw notFound('DestinationParentNotFoundException', 'a destination parent');
        }
        if (SourceParentId === DestinationParentId) {
          throw new AwsError('DuplicateAccountException', 'The account is already in the destination parent.');
        }
        organization.moveAccount(AccountId, DestinationParentId);
      },
    }),
    CreateAccount: operation({
      schema: requests.create,
      audience,
      run(request) {
        const tags = readTags(request.Tags ?? []);
        if (Object.keys(tags).length > MOST_TAGS) throw tooManyTags();
        const creation = creations.start({ name: request.AccountName, email: request.Email, tags }, (done) =>
          events.accountCreated(organization.managementAccountId, done),
        );
        return { CreateAccountStatus: creationShape(creation) };
      },
    }),
  };
}

function readTags(tags: readonly { readonly Key: string; readonly Value: string }[]): Record<string, string> {
  if (tags.some((tag) => tag.Key.toLowerCase().startsWith('aws:'))) {
    throw invalidInput('INVALID_SYSTEM_TAGS_PARAMETER', 'Tag keys may not begin with aws:.');
  }
  const read = Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]));
  if (Object.keys(read).length < tags.length) throw invalidInput('DUPLICATE_TAG_KEY', 'A tag key is given twice.');
  return read;
}

function tooManyTags(): AwsError {
  return new AwsError('ConstraintViolationException', `A resource can have at most ${MOST_TAGS} tags.`, 400, {
    fields: { Reason: 'MAX_TAG_LIMIT_EXCEEDED' },
  });
}
