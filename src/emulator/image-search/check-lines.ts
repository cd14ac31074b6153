import { ImageValidator } from '../../image/image-validator.ts';
import { MetaLineParser } from '../../meta/meta-line-parser.ts';
import { objectKeyOf, type PicNameBase } from '../../meta/model/pic-name.ts';
import type { ParsedLine } from '../../meta/read/line-reader.ts';
import type { OssState } from '../oss/oss-state.ts';
import { checkImage, type ImageFault } from './add-to-gallery.ts';
import type { LineFailure } from './failure-formats.ts';
import type { GalleryChange } from './gallery.ts';
import type { InstanceState } from './instance-state.ts';
import { type LineOrder, ordered } from './line-order.ts';
import { firstReason, type Reason } from './service-reason.ts';
import { pictureOfObject } from './similarity/known-picture.ts';

export interface LineCheck {
  readonly instance: InstanceState;
  readonly oss: OssState;
  readonly picNameBase: PicNameBase;
  readonly lineOrder: LineOrder;
  /** Lets single images fail on demand. */
  readonly failImage: ImageFault;
}

/** Where the lines and their images are; the folder is without slashes at its ends. */
export interface MetaPlace {
  readonly bucket: string;
  readonly folder: string;
}

/** A line of increment.meta whose image was read: the change that it asks for, or why it is refused. */
export interface CheckedLine {
  readonly names: Omit<LineFailure, keyof Reason>;
  readonly result: GalleryChange | { readonly reason: Reason };
}

/** Reads increment.meta and the image of every line, in the order in which the lines are to be carried out. */
export async function* checkLines(
  meta: Uint8Array,
  { bucket, folder }: MetaPlace,
  { instance, oss, picNameBase, lineOrder, failImage }: LineCheck,
  signal: AbortSignal,
): AsyncGenerator<CheckedLine, void, void> {
  const { serviceType } = instance.options;
  const images = { instance, failImage, validator: new ImageValidator({ serviceType }) };
  const parsed = new MetaLineParser({ serviceType }).parse(meta);
  for await (const line of ordered(parsed, lineOrder, signal)) {
    const result = await check(line);
    signal.throwIfAborted();
    if (result !== undefined) yield { names: namesOf(line), result };
  }

  /** Undefined for a line that asks for nothing: a blank one. */
  async function check({ record, issues }: ParsedLine): Promise<CheckedLine['result'] | undefined> {
    if (record === undefined) {
      const reason = firstReason(issues, 'InvalidMetaItem');
      return reason && { reason };
    }
    if (record.operationType === 'DELETE')
      return { noImage: { ProductId: record.productId, PicName: record.picName } };
    const key = objectKeyOf(picNameBase, folder, record.picName);
    const stored = oss.getObject(bucket, key);
    const checked = await checkImage(record, () => stored?.bytes, images);
    if ('reason' in checked || stored === undefined) return checked;
    return { image: checked.image, picture: pictureOfObject({ bucket, key }, stored.etag, record.region) };
  }
}

/** The line's number, and the names in it; none when the line could not be read. */
function namesOf({ line, record }: ParsedLine): CheckedLine['names'] {
  if (record === undefined) return { Line: line };
  const { operationType, productId, picName } = record;
  return { Line: line, OperationType: operationType, ProductId: productId, PicName: picName };
}
