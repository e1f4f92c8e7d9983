import { parseSandboxOptions } from '../../tour/sandbox-options';

describe('arguments of the sandbox command', () => {
  it('are all optional', () => {
    expect(parseSandboxOptions([])).toEqual({
      options: {
        port: 0,
        settleSeconds: 2,
        accounts: 4,
        regions: ['eu-central-1', 'us-east-1'],
        assembly: undefined,
        synth: undefined,
        bare: false,
        buckets: 0,
      },
    });
  });

  it('are read', () => {
    expect(
      parseSandboxOptions([
        '--port',
        '4600',
        '--settle',
        '1',
        '--accounts',
        '3',
        '--regions',
        'eu-west-1',
        '--assembly',
        'x',
        '--buckets',
        '100',
      ]),
    ).toEqual({
      options: {
        port: 4600,
        settleSeconds: 1,
        accounts: 3,
        regions: ['eu-west-1'],
        assembly: 'x',
        synth: undefined,
        bare: false,
        buckets: 100,
      },
    });
    expect(parseSandboxOptions(['--bare'])).toMatchObject({ options: { bare: true } });
  });

  it.each([
    [['--settle', '0'], '--settle: got "0", expected a whole number from 1 to 900'],
    [['--settle', '1.5'], '--settle: got "1.5", expected a whole number from 1 to 900'],
    [['--accounts', 'x'], '--accounts: got "x", expected a whole number from 1 to 500'],
    [['--port', '70000'], '--port: got "70000", expected a whole number from 0 to 65535'],
    [['--regions', 'mars'], '--regions: "mars" is no Region; expected codes such as eu-central-1'],
    [['--regions', 'eu-west-1,eu-west-1'], '--regions: a Region is named twice; name each once'],
    [['--buckets', 'many'], '--buckets: got "many", expected a whole number from 0 to 100000'],
    [['--synth', 'a', '--bare'], '--synth and --bare exclude each other; give one'],
    [['--assembly', 'a', '--synth', 'b'], '--assembly and --synth exclude each other; give one'],
  ])('fails for %j', (args, problem) => {
    expect(parseSandboxOptions(args)).toEqual({ problems: [problem] });
  });

  it('fails for an unknown argument', () => {
    expect(parseSandboxOptions(['--colour'])).toHaveProperty('problems');
  });
});
