import type { ImageFacts } from '../../image/image-facts.ts';
import type { ImageValidator } from '../../image/image-validator.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { type GalleryRecord, galleryRecord } from './gallery-record.ts';
import type { InstanceState } from './instance-state.ts';
import { firstReason, type Reason } from './service-reason.ts';

/** Returns the failure code for an image that is to fail; undefined for others. */
export type ImageFault = (image: {
  readonly productId: string;
  readonly picName: string;
}) => string | undefined;

interface AddToGalleryContext {
  readonly instance: InstanceState;
  readonly validator: ImageValidator;
  readonly failImage: ImageFault;
  /** Once it aborts, no image is added any more. */
  readonly signal?: AbortSignal | undefined;
}

type AddedImage =
  | { readonly reason: Reason }
  | { readonly image: GalleryRecord; readonly facts: ImageFacts | null };

/** Adds an image to the gallery, or returns why it is refused: for a line of a task and for AddImage. */
export async function addToGallery(
  record: AddRecord,
  read: () => Uint8Array | undefined,
  { instance, validator, failImage, signal }: AddToGalleryContext,
): Promise<AddedImage> {
  const fault = failImage(record);
  if (fault !== undefined) return refused(fault, `The image could not be processed: ${fault}`);
  const bytes = read();
  if (bytes === undefined) return refused('PicNotExist', `There is no object ${record.picName}`);
  const { issues, facts } = await validator.validate(bytes, { region: record.region });
  signal?.throwIfAborted();
  const reason = firstReason(issues, 'InvalidPicContent');
  if (reason !== undefined) return { reason };
  const image = galleryRecord(record, instance.options.serviceType);
  return instance.add(image)
    ? { image, facts }
    : refused('InstanceOverQuota', `The gallery holds ${instance.options.capacity} images and is full`);
}

const refused = (Code: string, Message: string) => ({ reason: { Code, Message } });
