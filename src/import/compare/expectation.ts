import type { MetaRecord } from '../../meta/model/meta-record.ts';

/** What a gallery should hold, or no longer hold. Without `picName`, of every image of the product. */
export interface Expectation<Ref = never> {
  readonly record: MetaRecord;
  /** Whether the record says all that the gallery should hold of the image. */
  readonly comparesContent: boolean;
  /** By which a caller knows the expectation again: plain JSON. */
  readonly ref?: Ref | undefined;
}
