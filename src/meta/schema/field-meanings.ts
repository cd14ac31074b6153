import type { MetaFieldName } from '../model/meta-fields.ts';
import { ADD_IMAGE, UPLOAD_IMAGES } from '../rules/meta-rule.ts';

interface FieldMeaning {
  /** For people who write or read a line. */
  readonly means: string;
  /** The document that describes the field. */
  readonly source: string;
}

const FILTERS = 'help page "Filter conditions", Jan 21 2026';
const numberFor = (source: string) => ({ means: 'An integer, for filters.', source });
const textFor = (source: string) => ({ means: 'A text, for filters.', source });

/** What each field of increment.meta is for. */
export const FIELD_MEANINGS = {
  OperationType: {
    means: 'ADD puts an image into the gallery, DELETE takes it out.',
    source: UPLOAD_IMAGES,
  },
  ProductId: {
    means: 'The id of the product. A product may have several images, each in a line of its own.',
    source: UPLOAD_IMAGES,
  },
  PicName: {
    means:
      'The name of the object that holds the image, with its extension. A DELETE without it removes every image of the product.',
    source: `${UPLOAD_IMAGES}, its table and its samples`,
  },
  CategoryId: {
    means: 'The category of the product, in product search. The service predicts it when it is left out.',
    source: `${UPLOAD_IMAGES}; ${ADD_IMAGE}`,
  },
  IntAttr: numberFor(UPLOAD_IMAGES),
  IntAttr2: numberFor(FILTERS),
  IntAttr3: numberFor(FILTERS),
  IntAttr4: numberFor(FILTERS),
  StrAttr: textFor(UPLOAD_IMAGES),
  StrAttr2: textFor(FILTERS),
  StrAttr3: textFor(FILTERS),
  StrAttr4: textFor(FILTERS),
  CustomContent: {
    means: 'Returned as it is with every search result.',
    source: `${UPLOAD_IMAGES}; ${ADD_IMAGE}`,
  },
  Crop: {
    means:
      'Whether the service looks for the subject of the image (true, its default) or takes the whole image.',
    source: UPLOAD_IMAGES,
  },
  Region: {
    means:
      'The subject area in pixels of the image as stored, "x1,x2,y1,y2": both x before both y, the upper left corner at (x1, y1).',
    source: UPLOAD_IMAGES,
  },
} as const satisfies Record<MetaFieldName, FieldMeaning>;
