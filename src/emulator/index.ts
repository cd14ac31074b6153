export type { EmulatorOptions } from './emulator-options.ts';
export type { GalleryRecord } from './image-search/gallery-record.ts';
export { type Emulator, startEmulator } from './start-emulator.ts';
