import { WholeFile } from '../../shared/files/whole-file.ts';
import type { ReportRow } from '../report-row.ts';
import { BYTE_ORDER_MARK, cellsLine, ROW_CELLS } from './row-cells.ts';

const CHARACTERS_IN_A_BLOCK = 65_536;

/** The table beside a report of those rows that its page has no room for. */
export class RestFile {
  readonly #file: WholeFile;
  #block = `${BYTE_ORDER_MARK}${cellsLine(ROW_CELLS)}`;

  private constructor(file: WholeFile) {
    this.#file = file;
  }

  static async open(path: string): Promise<RestFile> {
    return new RestFile(await WholeFile.open(path));
  }

  async add({
    status,
    place,
    productId,
    picName,
    issues,
    image,
    difference,
    note,
  }: ReportRow): Promise<void> {
    this.#block += cellsLine([
      ...[status, difference ?? '', place?.source ?? '', place?.line ?? '', productId ?? '', picName ?? ''],
      ...[issues.map(({ code }) => code).join(' '), issues.map(({ message }) => message).join('; ')],
      ...[note ?? '', image?.bytes ?? '', image?.width ?? '', image?.height ?? ''],
    ]);
    if (this.#block.length >= CHARACTERS_IN_A_BLOCK) await this.#flush();
  }

  async finish(signal: AbortSignal | undefined): Promise<void> {
    await this.#flush();
    await this.#file.finish(signal);
  }

  discard(): Promise<void> {
    return this.#file.discard();
  }

  async #flush(): Promise<void> {
    const block = this.#block;
    this.#block = '';
    await this.#file.write(new TextEncoder().encode(block));
  }
}
