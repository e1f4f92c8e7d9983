import { partsweep } from './command';

const COMMON = ['--json', '--profile', '--region', '--no-color', '--debug', '--help'];

function commands(): readonly string[] {
  const { stdout } = partsweep(['--help']);
  const list = stdout.slice(stdout.indexOf('Commands:'));
  return [...list.matchAll(/^ {2}([a-z]+)[ ]/gm)].map((match) => match[1] ?? '').filter((name) => name !== 'help');
}

/** Options of a help text with what is said of each. */
function options(help: string): ReadonlyMap<string, string> {
  const section = help.slice(help.indexOf('Options:'), help.indexOf('Example:'));
  return new Map(
    [...section.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)(?: [<[][^ ]+)?(?: {2,}(\S.*))?$/gm)].map(
      ([, name = '', words = '']) => [name, words] as const,
    ),
  );
}

test('help lists the commands', () => {
  expect(commands()).toEqual(
    expect.arrayContaining([
      ...['scan', 'plan', 'explain', 'init', 'doctor', 'deploy', 'destroy'],
      ...['sweep', 'status', 'pause', 'resume', 'undo', 'redrive'],
    ]),
  );
});

describe.each(commands())('%s --help', (name) => {
  const { status, stdout, stderr } = partsweep([name, '--help']);

  test('is printed to stdout, with status 0', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('says of every option what it does', () => {
    const listed = options(stdout);
    expect([...listed].filter(([, words]) => words === '')).toEqual([]);
    expect([...listed.keys()]).toEqual(expect.arrayContaining(COMMON));
    // as many as lines that begin like an option, so that none is overlooked
    expect(listed.size).toBe(stdout.match(/^ {2}-/gm)?.length);
  });

  test('says what the command is for, and shows an example of it', () => {
    expect(stdout).toMatch(/^Usage: partsweep [a-z]+/);
    expect(stdout.split('\n')[2]).toMatch(/^\S.{20,}/);
    expect(stdout.slice(stdout.indexOf('Example:'))).toContain(`$ `);
    expect(stdout.slice(stdout.indexOf('Example:'))).toContain(`partsweep ${name}`);
  });
});

test('refuses an unknown option and suggests the nearest one', () => {
  const { status, stderr } = partsweep(['sweep', '--wach']);
  expect(status).toBe(2);
  expect(stderr).toContain('Did you mean --watch?');
});

test('refuses an unknown command and suggests the nearest one', () => {
  const { status, stderr } = partsweep(['stauts']);
  expect(status).toBe(2);
  expect(stderr).toContain('Did you mean status?');
});
