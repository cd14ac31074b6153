import { TruncatedImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type HuffmanCode, JpegBits } from './jpeg-bits.ts';
import { hasNoLength, nextMarker } from './jpeg-markers.ts';

const SEQUENTIAL = [0xc0, 0xc1];
const HUFFMAN_TABLES = 0xc4;
const RESTART_INTERVAL = 0xdd;
const START_OF_SCAN = 0xda;
const BLOCK_SIDE = 8;
const BLOCK_VALUES = 64;

interface Component {
  readonly id: number;
  /** Its blocks in an interleaved unit, across and down. */
  readonly across: number;
  readonly down: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** What the segments before a scan have said. */
interface Said {
  frame: Frame | null;
  /** By class and number, as they stand in DHT. */
  readonly codes: Map<number, HuffmanCode>;
  /** Units between restart markers; 0 for none. */
  interval: number;
}

/**
 * Where the coded pixels of a JPEG end that lacks its end marker: some cameras write none, and only going through all codes
 * shows whether the picture is whole. The pixels are not computed.
 *
 * @throws {TruncatedImage} when pixels are missing, and for progressive and arithmetic JPEGs, which cameras do not write so
 */
export function endOfPixels(bytes: ImageBytes): number {
  const said: Said = { frame: null, codes: new Map(), interval: 0 };
  const done = new Set<Component>();
  for (let at = 2; ; ) {
    const found = nextMarker(bytes, at);
    const marker = bytes.u8(found + 1);
    at = found + 2;
    if (hasNoLength(marker)) continue;
    const content = bytes.subarray(at + 2, bytes.u16be(at) - 2);
    at += bytes.u16be(at);
    if (marker !== START_OF_SCAN) {
      note(said, marker, content);
      continue;
    }
    const { frame } = said;
    const components = frame === null ? [] : scanned(frame, content);
    if (frame === null || components.length === 0) throw new TruncatedImage('it has no end-of-image marker');
    at = walkScan(new JpegBits(bytes.subarray(0, bytes.size), at), said, frame, components, content);
    for (const component of components) done.add(component);
    if (done.size === frame.components.length) return at;
  }
}

function note(said: Said, marker: number, content: Uint8Array): void {
  if (SEQUENTIAL.includes(marker)) said.frame = frameOf(content);
  else if (marker === RESTART_INTERVAL) said.interval = u16(content, 0);
  else if (marker === HUFFMAN_TABLES) {
    for (let at = 0; at + 17 <= content.length; ) {
      const counts = content.subarray(at + 1, at + 17);
      const symbols = counts.reduce((sum, count) => sum + count, 0);
      said.codes.set(content[at] as number, {
        counts,
        symbols: content.subarray(at + 17, at + 17 + symbols),
      });
      at += 17 + symbols;
    }
  }
}

const frameOf = (content: Uint8Array): Frame => ({
  height: u16(content, 1),
  width: u16(content, 3),
  components: Array.from({ length: content[5] ?? 0 }, (_, i) => {
    const [id = 0, sampling = 0] = content.subarray(6 + 3 * i);
    return { id, across: sampling >> 4, down: sampling & 15 };
  }),
});

const scanned = ({ components }: Frame, content: Uint8Array): Component[] =>
  Array.from({ length: content[0] ?? 0 }, (_, i) => content[1 + 2 * i]).flatMap((id) =>
    components.filter((component) => component.id === id),
  );

/** Goes through all units of a scan; where the last one ends. */
function walkScan(
  bits: JpegBits,
  { codes, interval }: Said,
  frame: Frame,
  components: readonly Component[],
  header: Uint8Array,
): number {
  const coded = components.map((component, i) => {
    const tables = header[2 + 2 * i] ?? 0;
    const blocks = components.length === 1 ? 1 : component.across * component.down;
    return { dc: codeOf(codes, tables >> 4), ac: codeOf(codes, 0x10 | (tables & 15)), blocks };
  });
  const units = unitsOf(frame, components);
  for (let unit = 0; unit < units; unit++) {
    if (interval > 0 && unit > 0 && unit % interval === 0) bits.restart();
    for (const { dc, ac, blocks } of coded) for (let i = 0; i < blocks; i++) walkBlock(bits, dc, ac);
  }
  return bits.end;
}

/** A component alone has a unit for each block of its own, several together one for each of their smallest common areas. */
function unitsOf({ width, height, components }: Frame, scan: readonly Component[]): number {
  const most = (of: 'across' | 'down') => Math.max(...components.map(({ [of]: blocks }) => blocks));
  const [only] = scan.length === 1 ? scan : [];
  const count = (side: number, of: 'across' | 'down') =>
    only === undefined
      ? Math.ceil(side / (BLOCK_SIDE * most(of)))
      : Math.ceil(Math.ceil((side * only[of]) / most(of)) / BLOCK_SIDE);
  return count(width, 'across') * count(height, 'down');
}

/** The mean of a block, then its other values: how many zeros stand before one, and how many bits it has. */
function walkBlock(bits: JpegBits, dc: HuffmanCode, ac: HuffmanCode): void {
  bits.skip(bits.symbol(dc));
  for (let value = 1; value < BLOCK_VALUES; value++) {
    const symbol = bits.symbol(ac);
    const zeros = symbol >> 4;
    const length = symbol & 15;
    if (length === 0 && zeros < 15) return;
    value += zeros;
    bits.skip(length);
  }
}

function codeOf(codes: Said['codes'], key: number): HuffmanCode {
  const code = codes.get(key);
  if (code === undefined) throw new TruncatedImage('it has no end-of-image marker');
  return code;
}

const u16 = (content: Uint8Array, at: number): number => ((content[at] ?? 0) << 8) | (content[at + 1] ?? 0);
