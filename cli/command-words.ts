/** Options by which a command line leads to the same place again. */
interface PlaceOptions {
  readonly config?: string;
  readonly qualifier?: string;
  readonly profile?: string;
  readonly region?: string;
}

/** A command line of this tool for hints: `command` with the options that lead to the same place; what is as it would be anyway is left out. */
export function commandWords(command: string, { config, qualifier, profile, region }: PlaceOptions): string {
  const words = [
    ...(qualifier !== undefined ? ['--qualifier', qualifier] : []),
    ...(qualifier === undefined && config !== undefined && config !== 'cdk.json' ? ['--config', config] : []),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(region === undefined ? [] : ['--region', region]),
  ];
  return ['partsweep', command, ...words.map(quoted)].join(' ');
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
