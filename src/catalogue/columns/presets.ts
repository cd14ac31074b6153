import type { ColumnName } from '../model/columns.ts';
import type { PresetName } from '../model/preset-names.ts';
import type { Delimiter } from '../model/raw-row.ts';

/** How a shop system or a feed names its columns, and what it means by its rows. */
export interface Preset {
  readonly name: PresetName;
  /** For messages. */
  readonly title: string;
  /** The document that has the names. */
  readonly source: string;
  /** Sets of names, by which it is recognised: a header that has all of one set. */
  readonly recognisedBy: readonly (readonly string[])[];
  /** Recognised only in a table with this delimiter. */
  readonly delimiter?: Delimiter | undefined;
  /** Names by field, the first that is there counts; of images, all that are there. */
  readonly columns: { readonly [Name in ColumnName]?: readonly string[] | undefined };
  /** What stands between several images in a cell. */
  readonly imageSeparator?: ',' | undefined;
  /** Rows of one product follow each other: those after the first bring further images, or none, and leave other cells empty. */
  readonly rowsRepeatProduct?: true | undefined;
  /** A slash at the beginning of an image's name means the folder of images. */
  readonly slashIsFolder?: true | undefined;
  /** What stands in place of an image where there is none. */
  readonly noImage?: string | undefined;
  /** Several columns name the same image by rule: nobody is told. */
  readonly repeatsImages?: true | undefined;
}

/** Columns of categories hold names, not numbers of Image Search, so that no preset takes one for CategoryId. */
export const PRESETS: readonly Preset[] = [
  {
    name: 'shopify',
    title: 'Shopify products CSV',
    source:
      'Shopify Help Center, "Using CSV files to import and export products", and its sample file of 2025',
    recognisedBy: [
      ['Handle', 'Image Src'],
      ['URL handle', 'Product image URL'],
      ['Handle', 'Product image URL'],
    ],
    // Variant Image repeats one of the product's images.
    columns: { productId: ['Handle', 'URL handle'], image: ['Image Src', 'Product image URL'] },
    rowsRepeatProduct: true,
  },
  {
    name: 'woocommerce',
    title: 'WooCommerce product export',
    source: 'WooCommerce wiki, "Product CSV Import Schema", Oct 26 2022',
    recognisedBy: [['ID', 'Type', 'SKU', 'Images']],
    columns: { productId: ['ID'], image: ['Images'] },
    imageSeparator: ',',
  },
  {
    name: 'magento',
    title: 'Magento 2 products CSV',
    source: 'Adobe Commerce, "Product attribute reference" of the data transfer guide',
    recognisedBy: [
      ['sku', 'base_image'],
      ['sku', 'product_type', 'additional_images'],
    ],
    // small_image, thumbnail_image and swatch_image are roles of images that the other two name.
    columns: { productId: ['sku'], image: ['base_image', 'additional_images'] },
    imageSeparator: ',',
    rowsRepeatProduct: true, // once more for each store view
    slashIsFolder: true,
    noImage: 'no_selection',
    repeatsImages: true, // additional_images begins with the base image
  },
  {
    name: 'meta',
    title: 'Meta catalogue feed',
    source: 'Meta for Business, "Supported fields for products", with Google\'s names',
    recognisedBy: [
      ['id', 'image_link', 'fb_product_category'],
      ['id', 'image_link', 'quantity_to_sell_on_facebook'],
    ],
    columns: { productId: ['id'], image: ['image_link', 'additional_image_link'] },
    imageSeparator: ',',
  },
  {
    name: 'meta',
    title: 'Meta catalogue feed',
    source: 'the same, as CSV',
    recognisedBy: [['id', 'image_link']],
    delimiter: ',',
    columns: { productId: ['id'], image: ['image_link', 'additional_image_link'] },
    imageSeparator: ',',
  },
  {
    name: 'google',
    title: 'Google Merchant feed',
    source: 'Google Merchant Center Help, "Product data specification"',
    recognisedBy: [['id', 'image_link']],
    columns: { productId: ['id'], image: ['image_link', 'additional_image_link'] },
    imageSeparator: ',',
  },
];
