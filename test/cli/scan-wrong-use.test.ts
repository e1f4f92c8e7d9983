import type { Cloud } from '../../sandbox/cloud';
import { ScriptedEndpoint } from '../adapters/scripted-endpoint';
import { loggedIn, MANAGEMENT, REGION, scan, startOrganization } from './scanned-organization';

const NOWHERE = { AWS_REGION: REGION, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };

describe('partsweep scan', () => {
  it.each([
    ['a flag that there is not', ['--upload'], '--uploads'],
    ['days that are none', ['--days', '0'], 'whole number'],
    ['an account that is none', ['--account', '12'], 'twelve digits'],
    ['a role that is none', ['--role', 'a b'], 'name of a role'],
    ['a format that there is not', ['--format', 'xml'], 'Allowed choices'],
    ['two formats', ['--json', '--format', 'csv'], 'ask for two formats'],
    ['a file that may not be replaced', ['--output', 'package.json'], 'package.json is there already'],
  ])('refuses %s with status 2', async (_, args, words) => {
    const ended = await scan(args, NOWHERE);
    expect(ended).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(words) });
  });

  it('says in one sentence, with a remedy, that there are no credentials', async () => {
    const { status, stdout, stderr } = await scan([], NOWHERE);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('there are no credentials');
    expect(stderr).toMatch(/^What to do: log in/m);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it('says that AWS cannot be reached', async () => {
    const { status, stderr } = await scan([], { ...NOWHERE, AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'none' });
    expect(status).toBe(2);
    expect(stderr).toContain('AWS cannot be reached');
  });

  it('says that the credentials are expired', async () => {
    const endpoint = new ScriptedEndpoint();
    const url = await endpoint.start();
    const body =
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>';
    endpoint.answer(
      ...Array.from({ length: 5 }, () => ({ status: 403, body, headers: { 'content-type': 'text/xml' } })),
    );
    try {
      const keys = { AWS_ACCESS_KEY_ID: 'ASIA', AWS_SECRET_ACCESS_KEY: 'none', AWS_SESSION_TOKEN: 'old' };
      const { status, stdout, stderr } = await scan(['--organization'], { ...NOWHERE, ...keys, AWS_ENDPOINT_URL: url });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain('the credentials are expired');
      expect(stderr).toMatch(/^What to do: log in again/m);
    } finally {
      await endpoint.stop();
    }
  });

  describe('with an organization there', () => {
    let cloud: Cloud;
    beforeAll(async () => {
      cloud = await startOrganization([{ id: '400000000001', name: 'shop' }]);
    });
    afterAll(() => cloud.stop());

    it('says that AWS does not know the credentials', async () => {
      const { status, stderr } = await scan([], {
        ...loggedIn(cloud, MANAGEMENT),
        AWS_ACCESS_KEY_ID: 'AKIAUNKNOWNUNKNOWN00',
      });
      expect(status).toBe(2);
      expect(stderr).toContain('AWS does not know the credentials');
      expect(stderr).toContain('aws sts get-caller-identity');
    });

    it('refuses another account without --organization', async () => {
      const { status, stderr } = await scan(['--account', '400000000001'], loggedIn(cloud, MANAGEMENT));
      expect(status).toBe(2);
      expect(stderr).toContain('--account needs --organization');
    });

    it('says that there is no such state file', async () => {
      const { status, stderr } = await scan(['--resume', '/nowhere/scan.jsonl'], loggedIn(cloud, MANAGEMENT));
      expect(status).toBe(2);
      expect(stderr).toContain('there is no file /nowhere/scan.jsonl');
    });

    it('says that an account is in no organization', async () => {
      const { status, stderr } = await scan(['--organization'], loggedIn(cloud, '999999999999'));
      expect(status).toBe(2);
      expect(stderr).toContain('there is no organization that account 999999999999 could be in');
    });
  });
});
