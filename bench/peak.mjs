// Loaded before a program: writes down the peak of its memory, in bytes, when it ends.
import { writeFileSync } from 'node:fs';
import { highWater } from './high-water.mjs';

process.once('exit', () => writeFileSync(process.env.PEAK_FILE, String(highWater())));
