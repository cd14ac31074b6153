/** Shop systems and feeds whose names of columns are known. */
export const PRESET_NAMES = ['shopify', 'woocommerce', 'magento', 'google', 'meta'] as const;
/** The name of a shop system, of `PRESET_NAMES`, whose exports are known by their columns. */
export type PresetName = (typeof PRESET_NAMES)[number];
