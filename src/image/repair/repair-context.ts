import type { SharpModule } from '../../shared/loading/load-sharp.ts';
import type { ImageLimits } from '../image-limits.ts';

/** What every repair of pixels needs. */
export interface RepairContext {
  readonly sharp: SharpModule;
  readonly limits: ImageLimits;
  readonly maxPixels: number;
  readonly signal: AbortSignal | undefined;
}
