import type { ImageFacts } from '../../image/image-facts.ts';
import type { ImageValidator } from '../../image/image-validator.ts';
import type { AddRecord } from '../../meta/meta-record.ts';
import { type GalleryRecord, galleryRecord } from './gallery-record.ts';
import type { InstanceState } from './instance-state.ts';
import { firstReason, type Reason } from './service-reason.ts';

/** A failure of the service's own, for one image, on demand: its code. */
export type ImageFault = (image: {
  readonly productId: string;
  readonly picName: string;
}) => string | undefined;

interface Intake {
  readonly instance: InstanceState;
  readonly validator: ImageValidator;
  readonly failImage: ImageFault;
  /** Once it aborts, nothing is put in any more. */
  readonly signal?: AbortSignal | undefined;
}

type Taken =
  | { readonly reason: Reason }
  | { readonly image: GalleryRecord; readonly facts: ImageFacts | null };

/** Puts an image into the gallery, or tells why it stays out: the same for a line of a task and for AddImage. */
export async function addToGallery(
  record: AddRecord,
  read: () => Uint8Array | undefined,
  { instance, validator, failImage, signal }: Intake,
): Promise<Taken> {
  const fault = failImage(record);
  if (fault !== undefined) return left(fault, `The image could not be processed: ${fault}`);
  const bytes = read();
  if (bytes === undefined) return left('PicNotExist', `There is no object ${record.picName}`);
  const { issues, facts } = await validator.validate(bytes, { region: record.region });
  signal?.throwIfAborted();
  const reason = firstReason(issues, 'InvalidPicContent');
  if (reason !== undefined) return { reason };
  const image = galleryRecord(record, instance.options.serviceType);
  return instance.add(image)
    ? { image, facts }
    : left('InstanceOverQuota', `The gallery holds ${instance.options.capacity} images and is full`);
}

const left = (Code: string, Message: string) => ({ reason: { Code, Message } });
