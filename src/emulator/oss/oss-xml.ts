import XMLBuilder from 'fast-xml-builder';

export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

const builder = new XMLBuilder({ suppressEmptyNode: false });

/** An XML document; an array becomes one element for each of its members, and what is undefined is left out. */
export const xmlDocument = (root: string, content: XmlContent): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${builder
    .build({ [root]: content })
    // A parser reads a raw carriage return as a line feed, which would be another key.
    .replaceAll('\r', '&#xD;')}`;
