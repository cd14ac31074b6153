/** Shop systems and feeds whose names of columns are known. */
export const PRESET_NAMES = ['shopify', 'woocommerce', 'magento', 'google', 'meta'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];
