import { XMLBuilder } from 'fast-xml-parser';

export type XmlContent =
  | string
  | number
  | boolean
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

const builder = new XMLBuilder({ suppressEmptyNode: false });

/** An XML document; an array becomes one element for each of its members. */
export const xmlDocument = (root: string, content: XmlContent): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${builder
    .build({ [root]: content })
    // A parser reads a raw carriage return as a line feed, which would be another key.
    .replaceAll('\r', '&#xD;')}`;
