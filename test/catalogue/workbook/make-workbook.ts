import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a zip file, by its name. */
type Parts = Readonly<Record<string, string | Uint8Array>>;

/**
 * A zip file.
 *
 * @param claimed sizes that the file says its parts have, where those are not the true ones
 */
export function zipOf(parts: Parts, claimed: Readonly<Record<string, number>> = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const data = deflateRawSync(content);
    const bytes = Buffer.from(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(claimed[name] ?? bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    centrals.push(
      Buffer.concat([
        ...[Buffer.from('PK\x01\x02', 'latin1'), Buffer.of(20, 0), common, rest, Buffer.from(name)],
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

export interface WorkbookParts {
  /** The rows of the first sheet, in XML. */
  readonly rows?: string | undefined;
  readonly sheets?: readonly string[] | undefined;
  readonly texts?: string | undefined;
  readonly styles?: string | undefined;
  readonly properties?: string | undefined;
}

/** The parts of a workbook, as Excel writes them. */
export function workbookParts({
  rows = '',
  sheets = ['<sheet name="Products" sheetId="1" r:id="rId1"/>'],
  texts = '<sst></sst>',
  styles = '<styleSheet></styleSheet>',
  properties = '',
}: WorkbookParts): Record<string, string> {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = (...all: readonly (readonly [id: string, kind: string, target: string])[]) =>
    `<Relationships>${all.map(([id, kind, target]) => `<Relationship Id="${id}" Type="${type}/${kind}" Target="${target}"/>`).join('')}</Relationships>`;
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations(['rId1', 'officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns:r="${type}">${properties}<sheets>${sheets.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'worksheet', '/xl/worksheets/sheet2.xml'],
      ['rId3', 'sharedStrings', 'sharedStrings.xml'],
      ['rId4', 'styles', 'styles.xml'],
    ),
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>',
    'xl/sharedStrings.xml': texts,
    'xl/styles.xml': styles,
  };
}

/** A row of texts, in XML. */
export const textRow = (number: number, ...texts: readonly string[]): string =>
  `<row r="${number}">${texts.map((text) => `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`).join('')}</row>`;

export const makeWorkbook = (parts: WorkbookParts): Buffer => zipOf(workbookParts(parts));
