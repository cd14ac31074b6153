import { parseRegion, type Region } from '../meta/model/region.ts';

/** What the service found in a picture that was added or searched for. */
export interface PictureInfo {
  /** As given, else as the service predicts it. */
  readonly categoryId: number | undefined;
  /** Where the subject is. */
  readonly region: Region | undefined;
  /** Where subjects are, when there are several; instances of before March 2026 may not tell. */
  readonly multiRegion: readonly Region[];
  /** The categories that the instance knows. */
  readonly allCategories: readonly { readonly id: number; readonly name: string }[];
}

/** Whatever the answer lacks is missing here, too: the call has succeeded all the same. */
export function readPictureInfo({ PicInfo }: Readonly<Record<string, unknown>>): PictureInfo {
  const { CategoryId, Region, MultiRegion, AllCategories } = (PicInfo ?? {}) as Record<string, unknown>;
  return {
    categoryId: typeof CategoryId === 'number' ? CategoryId : undefined,
    region: regionOf(Region),
    multiRegion: objectsIn(MultiRegion).flatMap((one) => regionOf(one['Region']) ?? []),
    allCategories: objectsIn(AllCategories).map(({ Id, Name }) => ({
      id: Number(Id),
      name: String(Name ?? ''),
    })),
  };
}

const regionOf = (wire: unknown): Region | undefined =>
  typeof wire === 'string' ? parseRegion(wire) : undefined;

const objectsIn = (list: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : [];
