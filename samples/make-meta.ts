import { open } from 'node:fs/promises';
import { META_FIELDS } from '../src/meta/model/meta-fields.ts';
import type { AddRecord, MetaRecord } from '../src/meta/model/meta-record.ts';
import { formatRegion } from '../src/meta/model/region.ts';
import { CATEGORIES } from '../src/meta/rules/categories.ts';

type Attributes = Omit<AddRecord, 'operationType' | 'productId' | 'picName'>;

/**
 * Records of a catalogue that no rule objects to, not even in the strict profile: one in five is a DELETE, two
 * thirds hold Chinese, one third text with quotes in it. No image is named twice. The same seed gives the same ones.
 */
export function* makeRecords(options: { count: number; seed?: number }): Generator<MetaRecord, void, void> {
  for (const { names, kind } of sampleLines(options.count, options.seed)) {
    yield { operationType: kind.operationType, ...names, ...kind.attributes };
  }
}

const BUFFER_BYTES = 1 << 20;
const LINE_BYTES = 1 << 10; // more than any line has

/**
 * Writes an increment.meta of the same records: about 255 bytes a line, with one buffer for all of them. With `warnings` every
 * tenth line has an unknown key.
 */
export async function writeMetaFile(
  path: string,
  options: { lines: number; seed?: number; end?: 'CRLF'; warnings?: boolean },
): Promise<void> {
  await using file = await open(path, 'w');
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let end = 0;
  let line = 0;
  for (const { names, kind } of sampleLines(options.lines, options.seed)) {
    const { operationType, tail } = kind;
    const head = `{"OperationType":"${operationType}","ProductId":"${names.productId}","PicName":"${names.picName}"`;
    end += buffer.write(head, end);
    end += tail.copy(buffer, end);
    if (options.warnings === true && line++ % 10 === 0)
      end += buffer.write(',"Picname":"b.jpg"}\n', end - 2) - 2;
    if (options.end === 'CRLF') end += buffer.write('\r\n', end - 1) - 1;
    if (end < BUFFER_BYTES - LINE_BYTES) continue;
    await file.writeFile(buffer.subarray(0, end));
    end = 0;
  }
  await file.writeFile(buffer.subarray(0, end));
}

/** What a record is beside its names. */
interface Kind {
  readonly operationType: MetaRecord['operationType'];
  readonly attributes: Attributes;
  /** The rest of its line behind the names. */
  readonly tail: Buffer;
}

interface SampleLine {
  readonly names: Pick<AddRecord, 'productId' | 'picName'>;
  readonly kind: Kind;
}

const KINDS = 10_000;

/** Every line has names of its own; the kinds come again, so that millions of lines are a matter of seconds. */
function* sampleLines(count: number, seed = 1): Generator<SampleLine, void, void> {
  const dice = new Dice(seed);
  const kinds = Array.from({ length: KINDS }, () => makeKind(dice));
  for (let n = 0; n < count; n++) yield { names: namesOf(n, seed, dice), kind: dice.pick(kinds) };
}

const PICTURES_OF_A_PRODUCT = 3;
const FOLDERS = ['women', 'men', 'kids', 'shoes', 'bags', 'home', 'beauty', '女装'];
const EXTENSIONS = ['jpg', 'jpg', 'jpg', 'png', 'webp'];

/** An odd factor takes every number below 2 ** 32 to another one: ids look like stock numbers and never repeat. */
function namesOf(n: number, seed: number, dice: Dice): SampleLine['names'] {
  const product = (Math.imul(Math.floor(n / PICTURES_OF_A_PRODUCT), 0x9e3779b1) ^ seed) >>> 0;
  const digits = String(product).padStart(10, '0');
  const picture = (n % PICTURES_OF_A_PRODUCT) + 1;
  const picName = `${dice.pick(FOLDERS)}/${digits}-${picture}.${dice.pick(EXTENSIONS)}`;
  return { productId: `P${digits}`, picName };
}

function makeKind(dice: Dice): Kind {
  const operationType = dice.chance(0.2) ? 'DELETE' : 'ADD';
  const attributes = operationType === 'ADD' ? makeAttributes(dice) : {};
  return { operationType, attributes, tail: Buffer.from(tailOf(attributes)) };
}

/** Not the code that writes lines for users: that is tested and measured with this. */
function tailOf(attributes: Partial<AddRecord>): string {
  const fields = META_FIELDS.map(({ wire, key }) => {
    const value = key === 'region' ? attributes.region && formatRegion(attributes.region) : attributes[key];
    return value === undefined ? '' : `,"${wire}":${JSON.stringify(value)}`;
  });
  return `${fields.join('')}}\n`;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const CATEGORY_IDS = Object.keys(CATEGORIES).map(Number);
const INTEGERS = ['intAttr', 'intAttr2', 'intAttr3', 'intAttr4'] as const;
const STRINGS = ['strAttr', 'strAttr2', 'strAttr3', 'strAttr4'] as const;
const CHINESE = '连衣裙 新款 真皮 手提包 夏季 无线蓝牙耳机 云锦 宽松 红色 陶瓷杯 儿童 运动鞋'.split(' ');
const ENGLISH = 'linen shirt long sleeves ceramic cup Dawn wireless Pro leather 2-pack XL'.split(' ');

/** How many bytes the optional fields have is chosen first; CustomContent takes what the others leave. */
function makeAttributes(dice: Dice): Attributes {
  const attributes: Mutable<Attributes> = {};
  const words = dice.chance(0.774) ? CHINESE : ENGLISH;
  if (dice.chance(0.7)) attributes.categoryId = dice.pick(CATEGORY_IDS);
  for (const key of INTEGERS) if (dice.chance(0.35)) attributes[key] = dice.below(2_000_000) - 1_000;
  for (const key of STRINGS) if (dice.chance(0.35)) attributes[key] = dice.phrase(words, 14);
  const area = dice.pick(['crop', 'region', 'neither']);
  if (area === 'crop') attributes.crop = dice.chance(0.5);
  if (area === 'region') {
    const [x1, y1] = [dice.below(400), dice.below(400)];
    attributes.region = { x1, x2: x1 + 100 + dice.below(600), y1, y2: y1 + 100 + dice.below(600) };
  }
  const room = 112 + dice.below(140) - Buffer.byteLength(tailOf(attributes));
  const text = dice.phrase(words, room);
  attributes.customContent = dice.chance(0.417) ? `{"title":"${text}"}` : text;
  return attributes;
}

/** Choices that are the same for the same seed (xorshift32). */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  }

  below(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return Math.floor(((this.#state >>> 0) / 2 ** 32) * limit);
  }

  chance(share: number): boolean {
    return this.below(1_000) < share * 1_000;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** Words, one at least, until they have so many bytes. */
  phrase(words: readonly string[], bytes: number): string {
    let text = this.pick(words);
    while (Buffer.byteLength(text) < bytes) text += ` ${this.pick(words)}`;
    return text;
  }
}
