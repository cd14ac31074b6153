export type { Emulator } from './emulator.ts';
export type { EmulatorOptions } from './emulator-options.ts';
export type { FaultKind } from './faults/fault-kinds.ts';
export type { FaultRule } from './faults/fault-rule.ts';
export type { FaultHandle } from './faults/fault-rules.ts';
export type { GalleryRecord } from './image-search/gallery-record.ts';
export { startEmulator } from './start-emulator.ts';
