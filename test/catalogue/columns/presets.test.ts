import { describe, expect, test } from 'vitest';
import { PRESETS } from '../../../src/catalogue/columns/presets.ts';
import { tableColumns } from '../../../src/catalogue/columns/table-columns.ts';
import { PRESET_NAMES, type PresetName } from '../../../src/catalogue/model/preset-names.ts';
import type { Delimiter } from '../../../src/catalogue/model/raw-row.ts';

/** Headers as the systems themselves write them; documents are named in the table of presets. */
const HEADERS: readonly [string, PresetName, Delimiter, string, Record<string, readonly string[]>][] = [
  [
    'of a Shopify export',
    'shopify',
    ',',
    'Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,Google Shopping / Google Product Category,Google Shopping / Gender,Google Shopping / Age Group,Google Shopping / MPN,Google Shopping / Condition,Google Shopping / Custom Product,Variant Image,Variant Weight Unit,Variant Tax Code,Cost per item,Status',
    { productId: ['Handle'], image: ['Image Src'] },
  ],
  [
    'of a Shopify file of 2025',
    'shopify',
    ',',
    'Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,Cost per item,Charge tax,Tax code,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Weight unit for display,Requires shipping,Fulfillment service,Product image URL,Image position,Image alt text,Variant image URL,Gift card,SEO title,SEO description',
    { productId: ['URL handle'], image: ['Product image URL'] },
  ],
  [
    'of a WooCommerce export',
    'woocommerce',
    ',',
    'ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Short description,Description,Date sale price starts,Date sale price ends,Tax status,Tax class,In stock?,Stock,Low stock amount,Backorders allowed?,Sold individually?,Weight (kg),Length (cm),Width (cm),Height (cm),Allow customer reviews?,Purchase note,Sale price,Regular price,Categories,Tags,Shipping class,Images,Download limit,Download expiry days,Parent,Grouped products,Upsells,Cross-sells,External URL,Button text,Position,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 1 global',
    { productId: ['ID'], image: ['Images'] },
  ],
  [
    'of a Magento 2 export',
    'magento',
    ',',
    'sku,store_view_code,attribute_set_code,product_type,categories,product_websites,name,description,short_description,weight,product_online,tax_class_name,visibility,price,url_key,meta_title,base_image,base_image_label,small_image,small_image_label,thumbnail_image,thumbnail_image_label,swatch_image,swatch_image_label,created_at,updated_at,additional_attributes,qty,related_skus,crosssell_skus,upsell_skus,additional_images,additional_image_labels,configurable_variations',
    { productId: ['sku'], image: ['base_image', 'additional_images'] },
  ],
  [
    'of a Google Merchant feed',
    'google',
    '\t',
    'id\ttitle\tdescription\tlink\timage_link\tadditional_image_link\tavailability\tprice\tgoogle_product_category\tproduct_type\tbrand\tgtin\tmpn\tcondition',
    { productId: ['id'], image: ['image_link', 'additional_image_link'] },
  ],
  [
    'of a Google Merchant feed with blanks in its names',
    'google',
    '\t',
    'id\ttitle\timage link\tadditional image link\tprice',
    { productId: ['id'], image: ['image link', 'additional image link'] },
  ],
  [
    'of a Meta catalogue',
    'meta',
    ',',
    'id,title,description,availability,condition,price,link,image_link,brand,google_product_category,fb_product_category,quantity_to_sell_on_facebook,sale_price,item_group_id,gender,color,size,additional_image_link',
    { productId: ['id'], image: ['image_link', 'additional_image_link'] },
  ],
];

const columnsOf = (header: string, delimiter: Delimiter, preset?: PresetName | 'none') =>
  tableColumns(header.split(delimiter), {
    source: 'shop.csv',
    recognised: { format: 'csv', delimiter },
    preset,
  });

describe('presets', () => {
  test.each(HEADERS)('recognise the header %s', (_, preset, delimiter, header, columns) => {
    const { report } = columnsOf(header, delimiter);
    expect(report).toMatchObject({ preset, columns });
    expect(columnsOf(header, delimiter, preset).report).toMatchObject({ preset, columns });
  });

  test('have every name that an option may say', () => {
    expect([...new Set(PRESETS.map(({ name }) => name))].toSorted()).toEqual([...PRESET_NAMES].toSorted());
  });

  test('are not looked for when product and image have names of their own', () => {
    expect(columnsOf('ProductId,Image,Handle,Image Src', ',').report.preset).toBeUndefined();
  });

  test('are not looked for when the option says none', () => {
    const { report } = columnsOf('Handle,Image Src,SKU,file', ',', 'none');
    expect(report).toMatchObject({ columns: { productId: ['SKU'], image: ['file'] } });
    expect(report.preset).toBeUndefined();
  });

  test('take our own names beside theirs, and no other', () => {
    const { report } = columnsOf('Handle,Image Src,CustomContent,Category,SKU', ',');
    expect(report.columns).toEqual({
      productId: ['Handle'],
      image: ['Image Src'],
      customContent: ['CustomContent'],
    });
    expect(report.ignored).toEqual(['Category', 'SKU']);
  });

  test('say which of their names is missing when one is named', () => {
    expect(() => columnsOf('Handle,Title', ',', 'shopify')).toThrow(
      /must name a column Image Src or Product image URL, as a Shopify products CSV has it/,
    );
  });
});
