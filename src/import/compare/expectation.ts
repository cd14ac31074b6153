import type { MetaRecord } from '../../meta/model/meta-record.ts';

/** Two numbers by which a caller knows an expectation again. */
export type ExpectationRef = readonly [number, number];

/** What a gallery should hold, or no longer hold. Without `picName`, of every image of the product. */
export interface Expectation {
  readonly record: MetaRecord;
  /** Whether the record says all that the gallery should hold of the image. */
  readonly comparesContent: boolean;
  readonly ref?: ExpectationRef | undefined;
}
