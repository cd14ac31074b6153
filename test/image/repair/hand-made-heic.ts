/**
 * The head of a HEIC of one picture as phones write it, HEVC inside: all of it that is read before the pixels are. The
 * pixels are not there, as no library at hand writes HEVC.
 */
export function heicOf(width: number, height: number): Buffer {
  const hevc = Buffer.alloc(23);
  hevc[0] = 1; // version of the configuration
  hevc[1] = 1; // profile Main
  hevc.set([0xf0, 0x00, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, 0], 13);
  const properties = box('ipco', [box('hvcC', [hevc]), full('ispe', [u32(width), u32(height)])]);
  const parts = (at: number) => [
    box('ftyp', [Buffer.from('heic'), u32(0), Buffer.from('mif1heic')]),
    full('meta', [
      full('hdlr', [u32(0), Buffer.from('pict'), Buffer.alloc(13)]),
      full('pitm', [Buffer.from([0, 1])]),
      full('iloc', [Buffer.from([0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1]), u32(at), u32(DATA.length)]),
      full('iinf', [Buffer.from([0, 1]), infe()]),
      box('iprp', [properties, full('ipma', [u32(1), Buffer.from([0, 1, 2, 0x81, 2])])]),
    ]),
  ];
  const head = Buffer.concat(parts(0)).length;
  return Buffer.concat([...parts(head + 8), box('mdat', [DATA])]);
}

const DATA = Buffer.alloc(64, 0x26);

const infe = () => {
  const entry = full('infe', [Buffer.from([0, 1, 0, 0]), Buffer.from('hvc1\0')]);
  entry[8] = 2; // the version that names a type
  return entry;
};

function box(name: string, content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(8 + body.length), Buffer.from(name), body]);
}

const full = (name: string, content: readonly Uint8Array[]): Buffer => box(name, [u32(0), ...content]);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
