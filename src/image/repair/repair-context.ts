import type { ImageLimits } from '../image-limits.ts';
import type { SharpModule } from './load-sharp.ts';

/** What every repair of pixels needs. */
export interface RepairContext {
  readonly sharp: SharpModule;
  readonly limits: ImageLimits;
  readonly maxPixels: number;
  readonly signal: AbortSignal | undefined;
}
