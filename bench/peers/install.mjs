// Says in a line of JSON where the peers' Python is, or what is missing: `installPython` in a process that may wait.
import { installPython, PEERS } from '../../test/emulators/python.mjs';

process.stdout.write(JSON.stringify(installPython(PEERS)));
