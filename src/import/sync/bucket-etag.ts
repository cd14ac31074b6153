import { objectKeyOf } from '../../meta/model/pic-name.ts';
import type { ImportSettings } from '../import-settings.ts';
import type { Services } from '../open-services.ts';

/** Null when there is no object; undefined where there is no bucket. */
export type BucketEtag = string | null | undefined;

/** Asks for the ETags of the objects that images of the gallery have in the bucket, by their PicNames. */
export const etagsIn =
  (
    { store }: Pick<Services, 'store'>,
    { address, picNameBase, folder }: Pick<ImportSettings, 'address' | 'picNameBase' | 'folder'>,
  ) =>
  async (picName: string, signal: AbortSignal | undefined): Promise<BucketEtag> => {
    if (address === undefined) return undefined;
    return (await store.head(objectKeyOf(picNameBase, folder, picName), { signal }))?.etag ?? null;
  };
