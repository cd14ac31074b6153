import { type Emulator, type EmulatorOptions, startEmulator as start } from '../../src/emulator/index.ts';

/** An emulator for tests that are not about its pace: calls may come as fast as they like. */
export const startEmulator = (options: EmulatorOptions = {}): Promise<Emulator> =>
  start({ rates: 'off', ...options });
