import type { SourceFormat } from './convertible-formats.ts';

/** Chromaticities of red, green, blue and white, x and y each. */
export type Primaries = readonly [number, number, number, number, number, number, number, number];

/** What a file says of its colours in another way than by a profile. */
export interface StatedColours {
  /** Null for those of sRGB. */
  readonly primaries: Primaries | null;
  /** Of a value, the power that gives its light; null for the curve of sRGB. */
  readonly power: number | null;
  /** Where it says so, for messages. */
  readonly by: string;
  /** False where the colours cannot be converted, such as those of HDR. */
  readonly isKnown: boolean;
}

const SRGB: Primaries = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329];
const BT2020: Primaries = [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, 0.3127, 0.329];
const P3: Primaries = [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329];

/** By the numbers of ITU-T H.273, as cICP and nclx have them. 2 is "unspecified", for which decoders take sRGB. */
const H273_PRIMARIES: Readonly<Record<number, Primaries | null>> = { 1: null, 2: null, 9: BT2020, 12: P3 };
/** 1, 6, 14 and 15 are curves of video, which decoders show like that of sRGB. */
const H273_POWERS: Readonly<Record<number, number | null>> = {
  ...{ 1: null, 2: null, 6: null, 13: null, 14: null, 15: null },
  ...{ 4: 2.2, 5: 2.8, 8: 1 },
};

/** Differences that no decoder shows: gAMA of 45455 stands for the curve of sRGB. */
const SAME_POWER = 0.05;
const SAME_PLACE = 0.002;

const UNKNOWN = { primaries: null, power: null, isKnown: false };

/** Null when the file says nothing, or that it is sRGB, or has a profile that says more. */
export function statedColours(
  bytes: Uint8Array,
  { sharp }: SourceFormat,
  hasProfile: boolean,
): StatedColours | null {
  const stated =
    sharp === 'png' ? ofPng(bytes, hasProfile) : sharp === 'heif' && !hasProfile ? ofHeif(bytes) : null;
  return stated === null || (stated.isKnown && stated.primaries === null && stated.power === null)
    ? null
    : stated;
}

/** Of the chunks of a PNG the first of cICP, iCCP, sRGB, and gAMA with cHRM counts. */
function ofPng(bytes: Uint8Array, hasProfile: boolean): StatedColours | null {
  const chunks = chunksOf(bytes);
  const cicp = chunks.get('cICP');
  if (cicp !== undefined) return ofH273(cicp[0] ?? 0, cicp[1] ?? 0, 'cICP');
  if (hasProfile) return null;
  if (chunks.has('iCCP')) return { ...UNKNOWN, by: 'a profile that does not fit its pixels' }; // libpng drops it
  if (chunks.has('sRGB')) return null;
  const gama = chunks.get('gAMA');
  const chrm = chunks.get('cHRM');
  if (gama === undefined && chrm === undefined) return null;
  const power = gama === undefined ? null : 100_000 / Math.max(1, u32(gama, 0));
  const [wx, wy, ...colours] =
    chrm === undefined ? [] : Array.from({ length: 8 }, (_, i) => u32(chrm, 4 * i) / 100_000);
  const primaries = [...colours, wx, wy] as unknown as Primaries; // eight numbers, where there are any
  const isOther =
    chrm !== undefined && primaries.some((place, i) => Math.abs(place - (SRGB[i] as number)) > SAME_PLACE);
  return {
    primaries: isOther ? primaries : null,
    power: power === null || Math.abs(power - 2.2) < SAME_POWER ? null : power,
    by: [gama && 'gAMA', chrm && 'cHRM'].filter(Boolean).join(' and '),
    isKnown: !isOther || primaries.every((place) => place > 0 && place < 1),
  };
}

function ofHeif(bytes: Uint8Array): StatedColours | null {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('colrnclx', 0, 'latin1');
  return at < 0 ? null : ofH273(u16(bytes, at + 8), u16(bytes, at + 10), 'nclx');
}

function ofH273(primaries: number, transfer: number, by: string): StatedColours {
  const known = H273_PRIMARIES[primaries];
  const power = H273_POWERS[transfer];
  const isKnown = known !== undefined && power !== undefined;
  return { primaries: known ?? null, power: power ?? null, by: `${by} ${primaries}/${transfer}`, isKnown };
}

/** The chunks before the pixels, by name. */
function chunksOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at + 12 <= bytes.length; ) {
    const name = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    if (name === 'IDAT') break;
    const length = u32(bytes, at);
    chunks.set(name, bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x10000 + u16(bytes, at + 2);

export const SRGB_PRIMARIES = SRGB;
