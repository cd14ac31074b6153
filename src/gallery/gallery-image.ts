/** An image in the gallery, as the service describes it. */
export interface GalleryImage {
  /** The product's id, as it was added. */
  readonly productId: string;
  /** The image's name, which is unique in its product. */
  readonly picName: string;
  /** The number of the category. */
  readonly categoryId: number | undefined;
  /** The text that was added with it. */
  readonly customContent: string | undefined;
  /** A number to filter by. */
  readonly intAttr: number | undefined;
  /** A second number to filter by. */
  readonly intAttr2: number | undefined;
  /** A third number to filter by. */
  readonly intAttr3: number | undefined;
  /** A fourth number to filter by. */
  readonly intAttr4: number | undefined;
  /** A text to filter by. */
  readonly strAttr: string | undefined;
  /** A second text to filter by. */
  readonly strAttr2: string | undefined;
  /** A third text to filter by. */
  readonly strAttr3: string | undefined;
  /** A fourth text to filter by. */
  readonly strAttr4: string | undefined;
}

/** The attributes in an answer, where an image stands under the names of the service. */
export function readAttributes(
  raw: Readonly<Record<string, unknown>>,
): Omit<GalleryImage, 'productId' | 'picName'> {
  const integer = (name: string) => (typeof raw[name] === 'number' ? raw[name] : undefined);
  const words = (name: string) => (typeof raw[name] === 'string' ? raw[name] : undefined);
  return {
    categoryId: integer('CategoryId'),
    customContent: words('CustomContent'),
    intAttr: integer('IntAttr'),
    intAttr2: integer('IntAttr2'),
    intAttr3: integer('IntAttr3'),
    intAttr4: integer('IntAttr4'),
    strAttr: words('StrAttr'),
    strAttr2: words('StrAttr2'),
    strAttr3: words('StrAttr3'),
    strAttr4: words('StrAttr4'),
  };
}
