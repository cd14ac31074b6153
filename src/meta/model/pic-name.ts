/**
 * What PicName is relative to. Old documents: the folder of increment.meta. New ones: other folders of the same
 * bucket too, with an example in the bucket's root, where both readings agree. The folder satisfies every document.
 */
export const PIC_NAME_BASES = ['folder', 'bucket'] as const;
/** What PicName is relative to: one of `PIC_NAME_BASES`. */
export type PicNameBase = (typeof PIC_NAME_BASES)[number];

/** The key of the object that a PicName means. `folder` is increment.meta's, without slashes at its ends. */
export const objectKeyOf = (base: PicNameBase, folder: string, picName: string): string =>
  base === 'bucket' || folder === '' ? picName : `${folder}/${picName}`;

/** The PicName of an image that lies under `name` in the folder: the other direction of `objectKeyOf`. */
export const picNameOf = (base: PicNameBase, folder: string, name: string): string =>
  base === 'folder' || folder === '' ? name : `${folder}/${name}`;
