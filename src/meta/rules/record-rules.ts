import { REGION_INSIDE, type Region, whyOutside } from '../../shared/model/region.ts';
import { show } from '../../shared/options/checks.ts';
import { META_FIELDS } from '../model/meta-fields.ts';
import { STRICT_ONLY } from '../model/meta-profile.ts';
import { formatRegion } from '../model/region.ts';
import { type FieldRule, isDelete, type MetaRule, type RecordRule, UPLOAD_IMAGES } from './meta-rule.ts';

export const REGION_OUTSIDE = {
  code: 'META_REGION_OUTSIDE',
  severity: 'error',
  field: 'Region',
  source: REGION_INSIDE,
  bad: { Region: '20,200,60,80' },
  good: { Region: '20,100,60,80' },
  when: ({ sizeOf }) => sizeOf !== undefined,
  ofRecord: ({ region, picName }, { sizeOf }) => {
    const image = region && picName !== undefined ? sizeOf?.(picName) : undefined;
    const why = image && region && whyOutside(region, image);
    return why && `Region is ${show(formatRegion(region))}: ${why}`;
  },
} as const satisfies RecordRule;

/** The fields that the documents of 2020 do not have, and a value of each type. */
const NEWER_FIELDS = META_FIELDS.filter(({ since }) => since === 'current');
const ANY_VALUE = { string: 'a', integer: 1, boolean: false, region: '20,40,60,80' } as const;

const tooNew = ({ wire, type }: (typeof META_FIELDS)[number]) =>
  ({
    code: 'META_FIELD_TOO_NEW',
    severity: STRICT_ONLY,
    field: wire,
    source:
      'help page "Upload images", Jun 28 2020, has five fields: OperationType, ProductId, PicName, CategoryId, CustomContent',
    bad: { [wire]: ANY_VALUE[type] },
    good: { CategoryId: 0 },
    when: ({ dialect }) => dialect !== 'current',
    ofValue: (_: unknown, { dialect }) =>
      `${wire} came after ${dialect}: leave it out, or check the file as one of today`,
  }) as const satisfies FieldRule<unknown>;

/** What fields say together, or of the image, or of the time the file is written for. */
export const RECORD_RULES = [
  ...NEWER_FIELDS.map(tooNew),
  {
    code: 'META_CROP_IGNORED',
    severity: 'warning',
    field: 'Crop',
    source: UPLOAD_IMAGES,
    bad: { Crop: false, Region: '20,40,60,80' },
    good: { Region: '20,40,60,80' },
    ofRecord: ({ crop, region }) =>
      crop !== undefined && region !== undefined
        ? 'Crop has no effect beside Region: leave one of them out'
        : undefined,
  },
  {
    code: 'META_REGION_ORDER',
    severity: 'error',
    field: 'Region',
    source: UPLOAD_IMAGES,
    bad: { Region: '300,20,400,50' },
    good: { Region: '300,400,20,50' },
    ofValue: (region: Region) => {
      if (region.x1 < region.x2 && region.y1 < region.y2) return undefined;
      const { x1, x2: second, y1: third, y2 } = region;
      const meant =
        x1 < third && second < y2
          ? `: if x1,y1,x2,y2 was meant, write "${formatRegion({ x1, x2: third, y1: second, y2 })}"`
          : '';
      return `Region is ${show(formatRegion(region))}: the order is x1,x2,y1,y2 with x1 < x2 and y1 < y2${meant}`;
    },
  },
  REGION_OUTSIDE,
  {
    code: 'META_DELETE_EXTRA_FIELD',
    severity: 'warning',
    field: 'OperationType',
    source: `no DELETE sample of the ${UPLOAD_IMAGES} has other fields`,
    bad: { OperationType: 'DELETE', CustomContent: 'k1:v1' },
    good: { OperationType: 'DELETE', CustomContent: undefined },
    ofRecord: (record) => {
      if (!isDelete(record)) return undefined;
      const extra = META_FIELDS.slice(3).filter(({ key }) => record[key] !== undefined);
      return extra.length > 0
        ? `DELETE takes ProductId and PicName only: ${extra.map(({ wire }) => wire).join(', ')} has no effect`
        : undefined;
    },
  },
] as const satisfies readonly MetaRule[];
