import { type ParsedTokenInfo, Tokenizer, TokenizerError, TokenType } from '@streamparser/json';
import { show } from '../../shared/options/checks.ts';
import { LINE_FEED } from '../../shared/text/lines.ts';
import type { PassedOver } from '../model/catalogue-summary.ts';
import { type CatalogueUnreadable, unreadable } from '../model/catalogue-unreadable.ts';
import { MAX_JSON_ITEM_BYTES, MAX_ROW_BYTES } from '../model/limits.ts';
import type { RawRow } from '../model/raw-row.ts';
import { BrokenItem } from './broken-item.ts';
import { documentRow } from './document-row.ts';
import { emptyListOf } from './empty-list.ts';
import { maskEscapes } from './mask-escapes.ts';
import { NO_ISSUES, refusedRow } from './object-row.ts';
import { OpenItem } from './open-item.ts';

/**
 * Cuts a document of JSON into its rows: the items of an array, of one member of an object, or objects one after the other.
 * Every line becomes part of exactly one row; of several objects in a line the first has it.
 *
 * The tokenizer finds where an item ends, `JSON.parse` judges what it is. After a fault, reading goes on at the next line that
 * begins an object as the faulty item's line did.
 */
export class ObjectCutter {
  readonly #source: string | null;
  /** The member of the outer object that holds the rows; true: its first array of objects; undefined: there is none. */
  #member: string | true | undefined;
  /** The same, once such an object came: pages of rows may follow each other. */
  #memberOfPages: string | true | undefined;
  #rows: RawRow[] = [];
  #tokenizer: Tokenizer;
  /** How many bytes the tokenizer got before those at hand. */
  #fed = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #failure: unknown;
  /** How many bytes came in pieces without a token, and the line of the first. */
  #tokenless = { bytes: 0, line: 1 };

  #line = 1;
  #isLineBegun = false;
  #isLineFilled = false;
  /** How many blanks the line begins with. */
  #indent = 0;
  /** The last line that is part of a row. */
  #taken = 0;

  /** What is open around the rows. */
  readonly #around: ('array' | 'wrapper')[] = [];
  /** The depth inside a member of the wrapper that has no rows. */
  #besides = 0;
  #item: OpenItem | undefined;
  #broken: BrokenItem | undefined;

  constructor(source: string | null, member?: string | true | undefined) {
    this.#source = source;
    this.#member = member;
    this.#tokenizer = this.#newTokenizer();
  }

  /** The rows that a chunk completes. @throws {CatalogueUnreadable} for an item that does not end */
  add(chunk: Uint8Array): readonly RawRow[] {
    for (let start = 0; start < chunk.length; ) {
      const end = chunk.indexOf(LINE_FEED, start) + 1 || chunk.length;
      this.#addPiece(chunk.subarray(start, end));
      if (chunk[end - 1] === LINE_FEED) this.#endLine();
      start = end;
    }
    return this.#takeRows();
  }

  /** The rows that are left, and what was not closed. */
  end(): readonly RawRow[] {
    if (this.#item !== undefined)
      this.#break('is not closed: the file ends inside it, so that it may be cut', this.#item);
    else if (this.#broken === undefined) this.#endTokens();
    const isBroken = this.#broken !== undefined;
    this.#endBroken(this.#isLineBegun ? this.#line : this.#line - 1);
    if (this.#isLineBegun) this.#endLine();
    if (this.#around.length > 0 && !isBroken)
      this.#rows.push(
        refusedRow(
          { source: this.#source, line: Math.max(1, this.#taken), lines: 0 },
          'The file ends before the array around its objects is closed: it may be cut, and rows may be missing',
        ),
      );
    return this.#takeRows();
  }

  /** A number at the very end, which more digits could have followed. */
  #endTokens(): void {
    this.#failure = undefined;
    this.#tokenizer.end();
    if (this.#failure !== undefined) this.#fail(this.#bytes);
  }

  #takeRows(): readonly RawRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** A line, or the part of it that a chunk has. */
  #addPiece(bytes: Uint8Array): void {
    this.#isLineBegun = true;
    if (!this.#isLineFilled) this.#beginLine(bytes);
    if (this.#broken !== undefined) {
      if (this.#broken.skip(bytes) > MAX_JSON_ITEM_BYTES) throw this.#endless(this.#broken.line);
      return;
    }
    this.#bytes = bytes;
    this.#item?.enter();
    this.#failure = undefined;
    if (this.#tokenless.bytes === 0) this.#tokenless.line = this.#line;
    this.#tokenless.bytes += bytes.length;
    this.#tokenizer.write(maskEscapes(bytes));
    this.#fed += bytes.length;
    this.#checkTokenless(bytes);
    const item = this.#item;
    if (this.#failure !== undefined) this.#fail(bytes);
    else if (item !== undefined && item.keep(bytes) > MAX_JSON_ITEM_BYTES) throw this.#endless(item.line);
  }

  /** A digit of a number takes more memory than a letter of a text. */
  #checkTokenless(bytes: Uint8Array): void {
    const { bytes: length, line } = this.#tokenless;
    if (length > MAX_JSON_ITEM_BYTES) throw this.#endless(line);
    if (length > MAX_ROW_BYTES && bytes.every(isDigit)) throw this.#endless(line, MAX_ROW_BYTES);
  }

  /** Looks at the first character of a line: an object that begins there may end a faulty item. */
  #beginLine(bytes: Uint8Array): void {
    const filled = bytes.findIndex((byte) => byte > SPACE);
    this.#isLineFilled = filled !== -1;
    this.#indent += filled === -1 ? bytes.length : filled;
    if (bytes[filled] !== OPEN_BRACE) return;
    if (this.#item?.canHoldObject === false) {
      this.#break('is not closed before the next one begins', this.#item);
      this.#endBroken(this.#line - 1);
    } else if (this.#broken?.endsBefore(this.#indent)) this.#endBroken(this.#line - 1);
  }

  #endLine(): void {
    if (this.#item === undefined && this.#broken === undefined)
      this.#passOver(this.#isLineFilled ? 'wrapper' : 'empty', this.#line);
    this.#line += 1;
    this.#isLineBegun = false;
    this.#isLineFilled = false;
    this.#indent = 0;
  }

  #passOver(passedOver: PassedOver, last: number): void {
    const place = this.#placeOf(this.#taken + 1, last);
    if (place.lines > 0) this.#rows.push({ place, passedOver, issues: NO_ISSUES });
  }

  /** Takes the lines up to one. */
  #placeOf(line: number, last: number) {
    const lines = Math.max(0, last - Math.max(line - 1, this.#taken));
    this.#taken = Math.max(this.#taken, last);
    return { source: this.#source, line, lines };
  }

  #newTokenizer(): Tokenizer {
    const tokenizer = new Tokenizer();
    tokenizer.onToken = (token) => {
      this.#tokenless.bytes = 0;
      if (this.#failure === undefined) this.#take(token, token.offset - this.#fed);
    };
    tokenizer.onError = (error) => {
      this.#failure ??= error;
    };
    return tokenizer;
  }

  #take({ token, value }: ParsedTokenInfo, at: number): void {
    const item = this.#item;
    if (item === undefined) {
      this.#takeOutside(token, value, at);
      return;
    }
    if (this.#member !== undefined && this.#around.length === 0 && item.opensRows(token, this.#member)) {
      this.#memberOfPages = this.#member;
      this.#item = undefined;
      this.#around.push('wrapper', 'array');
      this.#passOver('wrapper', this.#line - 1);
      this.#open(token, at);
      return;
    }
    const state = item.take(token, value);
    if (state === 'tooDeep') this.#failure = 'is nested too deeply to be a row';
    if (state !== 'closed') return;
    this.#item = undefined;
    this.#member = this.#memberOfPages;
    const place = this.#placeOf(item.line, this.#line);
    const row = documentRow(item.textWith(this.#bytes, at + 1), place);
    const isEmptyPage =
      this.#memberOfPages !== undefined && row.object !== undefined && emptyListOf(row.object) !== undefined;
    if (!isEmptyPage) this.#rows.push(row);
    else if (place.lines > 0) this.#rows.push({ place, passedOver: 'wrapper', issues: NO_ISSUES });
  }

  /** A token between rows. Commas may be missing or too many: they change nothing about what the rows are. */
  #takeOutside(token: TokenType, value: unknown, at: number): void {
    const around = this.#around.at(-1);
    if (around === 'wrapper') this.#takeBesides(token);
    else if (token === TokenType.LEFT_BRACE || (token === TokenType.LEFT_BRACKET && around === 'array'))
      this.#open(token, at);
    else if (token === TokenType.LEFT_BRACKET) this.#around.push('array');
    else if (token === TokenType.RIGHT_BRACKET) this.#around.pop();
    else if (!BETWEEN.has(token))
      this.#rows.push(
        refusedRow(
          this.#placeOf(this.#line, this.#line),
          `The item is ${show(value)}: it must be a JSON object`,
        ),
      );
  }

  #takeBesides(token: TokenType): void {
    const step = STEPS.get(token) ?? 0;
    if (step === -1 && this.#besides === 0) this.#around.pop();
    else this.#besides += step;
  }

  #open(token: TokenType, at: number): void {
    this.#item = new OpenItem(this.#line, this.#indent, at);
    this.#item.take(token, undefined);
  }

  /** After a fault in the bytes at hand. */
  #fail(bytes: Uint8Array): void {
    const failure = this.#failure;
    if (typeof failure !== 'string' && !isOfData(failure)) throw failure;
    const item = this.#item;
    item?.keep(bytes);
    if (typeof failure === 'string') this.#break(failure, item);
    else this.#break(item === undefined ? 'is not JSON' : undefined, item);
  }

  /** @param fault what the item is, if that is known */
  #break(fault: string | undefined, item: OpenItem | undefined): void {
    this.#item = undefined;
    const kept = item?.kept ?? new Uint8Array(0);
    this.#broken = new BrokenItem(item?.line ?? this.#line, item?.indent, fault, kept);
    this.#tokenizer = this.#newTokenizer();
    this.#fed = 0;
  }

  #endBroken(last: number): void {
    const broken = this.#broken;
    if (broken === undefined) return;
    this.#broken = undefined;
    this.#rows.push(broken.row(this.#placeOf(broken.line, last)));
  }

  #endless(line: number, most = MAX_JSON_ITEM_BYTES): CatalogueUnreadable {
    return unreadable(
      this.#source,
      `what begins in line ${line} does not end within ${most.toLocaleString('en')} bytes: it is no row, or damaged`,
    );
  }
}

/** Whether the tokenizer refuses its bytes, or their characters. */
const isOfData = (failure: unknown): boolean =>
  failure instanceof TokenizerError ||
  (failure instanceof TypeError && 'code' in failure && failure.code === 'ERR_ENCODING_INVALID_ENCODED_DATA');

const [SPACE, OPEN_BRACE, ZERO, NINE] = [0x20, 0x7b, 0x30, 0x39];

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

const BETWEEN: ReadonlySet<TokenType> = new Set([
  TokenType.COMMA,
  TokenType.RIGHT_BRACE, // of an item that was faulty
]);

const STEPS: ReadonlyMap<TokenType, number> = new Map([
  [TokenType.LEFT_BRACE, 1],
  [TokenType.LEFT_BRACKET, 1],
  [TokenType.RIGHT_BRACE, -1],
  [TokenType.RIGHT_BRACKET, -1],
]);
