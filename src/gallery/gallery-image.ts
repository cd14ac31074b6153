/** An image in the gallery, as the service describes it. */
export interface GalleryImage {
  readonly productId: string;
  readonly picName: string;
  readonly categoryId: number | undefined;
  readonly customContent: string | undefined;
  readonly intAttr: number | undefined;
  readonly intAttr2: number | undefined;
  readonly intAttr3: number | undefined;
  readonly intAttr4: number | undefined;
  readonly strAttr: string | undefined;
  readonly strAttr2: string | undefined;
  readonly strAttr3: string | undefined;
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
