import { entryOf, firstNumber, type Ifd } from './ifd.ts';

const TAG = {
  subfileType: 254,
  compression: 259,
  photometric: 262,
  subDirectories: 330,
  dngVersion: 50706,
} as const;

const REDUCED_RESOLUTION = 1;

/** What some have behind the header of the TIFF. */
const SIGNATURES = [
  { at: 8, characters: 'CR', name: 'CR2 (camera RAW)' },
  { at: 8, characters: 'IIII', name: 'IIQ (camera RAW)' },
  { at: 8, characters: 'MMMM', name: 'IIQ (camera RAW)' },
] as const;

/** Values of the first directory that no TIFF for viewers has. */
const RAW_VALUES: readonly { readonly tag: number; readonly value: number; readonly name: string }[] = [
  { tag: TAG.photometric, value: 32_803, name: 'camera RAW (colour filter array)' },
  { tag: TAG.photometric, value: 34_892, name: 'camera RAW (linear)' },
  { tag: TAG.compression, value: 32_767, name: 'ARW (camera RAW)' },
  { tag: TAG.compression, value: 32_770, name: 'SRW (camera RAW)' },
  { tag: TAG.compression, value: 34_713, name: 'NEF (camera RAW)' },
  { tag: TAG.compression, value: 65_000, name: 'DCR (camera RAW)' },
  { tag: TAG.compression, value: 65_535, name: 'PEF (camera RAW)' },
];

/** Camera files are TIFFs with a preview in the first directory, so they would pass as small pictures. */
export function rawKind(ifd: Ifd): string | null {
  const { bytes } = ifd.block;
  const signed = SIGNATURES.find(({ at, characters }) => bytes.has(at, characters));
  if (signed !== undefined) return signed.name;
  if (entryOf(ifd, TAG.dngVersion) !== null) return 'DNG (camera RAW)';
  const found = RAW_VALUES.find(({ tag, value }) => firstNumber(ifd, tag) === value);
  if (found !== undefined) return found.name;
  const isPreview =
    firstNumber(ifd, TAG.subfileType) === REDUCED_RESOLUTION && entryOf(ifd, TAG.subDirectories) !== null;
  return isPreview ? 'camera RAW in a TIFF container' : null;
}
