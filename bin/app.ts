import { parseSettings } from '../core/settings/settings';
import { createApp } from '../lib/app';
import { settingsContext } from '../lib/context';

const parsed = parseSettings(settingsContext());
if (parsed.ok) {
  createApp(parsed.settings).synth();
} else {
  process.stderr.write(parsed.message);
  process.exitCode = 2;
}
