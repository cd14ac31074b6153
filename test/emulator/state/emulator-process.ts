import { startEmulator } from '../../support/start-emulator.ts';

// A process that is an emulator with its state in a folder, and says how to reach it.
const [stateFolder] = process.argv.slice(2);
const emulator = await startEmulator({ stateFolder, taskDurationMs: 20 });
process.stdout.write(`${JSON.stringify(emulator)}\n`);
