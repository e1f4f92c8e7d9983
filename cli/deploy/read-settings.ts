import { parseSettings, type Settings } from '../../core/settings/settings';
import { readSettingsFile } from '../init/settings-file';
import { WrongUse } from '../wrong-use';

/** The settings of a deployment that is to be made or to go. Throws WrongUse when the file is not there or is wrong. */
export function readSettings(config: string): Settings {
  const { text, settings } = readSettingsFile(config);
  if (text === null) {
    throw new WrongUse(`there is no ${config} here`, 'run partsweep init, or name the file with --config');
  }
  const parsed = parseSettings(settings);
  if (!parsed.ok) throw new WrongUse(parsed.message.trimEnd(), `put ${config} right, or run partsweep init again`);
  return parsed.settings;
}
