import type { ImageFacts } from '../../image/image-facts.ts';
import type { ImageValidator } from '../../image/image-validator.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import type { ImageChange } from './gallery.ts';
import { galleryRecord } from './gallery-record.ts';
import type { InstanceState } from './instance-state.ts';
import { firstReason, type Reason } from './service-reason.ts';

/** Returns the failure code for an image that is to fail; undefined for others. */
export type ImageFault = (image: {
  readonly productId: string;
  readonly picName: string;
}) => string | undefined;

interface ImageCheck {
  readonly instance: InstanceState;
  readonly validator: ImageValidator;
  readonly failImage: ImageFault;
}

/** An image as it would be in the gallery. */
export interface AcceptedImage {
  readonly image: ImageChange['image'];
  readonly bytes: Uint8Array;
  readonly facts: ImageFacts | null;
}

/** What the gallery would hold of an image, or why it is refused; whether there is room for it is not looked at. */
export async function checkImage(
  record: AddRecord,
  read: () => Uint8Array | undefined,
  { instance, validator, failImage }: ImageCheck,
): Promise<AcceptedImage | { readonly reason: Reason }> {
  const fault = failImage(record);
  if (fault !== undefined) return refused(fault, `The image could not be processed: ${fault}`);
  const bytes = read();
  if (bytes === undefined) return refused('PicNotExist', `There is no object ${record.picName}`);
  const { issues, facts } = await validator.validate(bytes, { region: record.region });
  const reason = firstReason(issues, 'InvalidPicContent');
  if (reason !== undefined) return { reason };
  return { image: galleryRecord(record, instance.options.serviceType), bytes, facts };
}

export const galleryIsFull = ({ options: { capacity } }: InstanceState): Reason => ({
  Code: 'InstanceOverQuota',
  Message: `The gallery holds ${capacity} images and is full`,
});

const refused = (Code: string, Message: string) => ({ reason: { Code, Message } });
