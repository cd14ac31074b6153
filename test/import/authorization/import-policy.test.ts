import { describe, expect, it } from 'vitest';
import { isAllowed } from '../../../src/emulator/access/is-allowed.ts';
import { type ImportPolicyOptions, importPolicy } from '../../../src/index.ts';
import fc from '../../support/properties.ts';

const SHOP = { region: 'cn-shanghai', instance: 'shop', to: 'oss://my-bucket/spring/shoes' } as const;

describe('importPolicy()', () => {
  it('allows what a batch import does, on its instance and below its folder', () => {
    const { policy, uses } = importPolicy({ ...SHOP, skipUnchanged: true, readiness: true });
    expect(policy).toEqual({
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'imagesearch:Detail',
            'imagesearch:CheckImageExists',
            'imagesearch:DumpMetaList',
            'imagesearch:IncreaseList',
            'imagesearch:IncreaseInstance',
          ],
          Resource: 'acs:imagesearch:cn-shanghai:*:instance/shop',
        },
        {
          Effect: 'Allow',
          Action: ['oss:PutObject', 'oss:GetObject'],
          Resource: 'acs:oss:*:*:my-bucket/spring/shoes/*',
        },
        {
          Effect: 'Allow',
          Action: ['oss:ListObjects'],
          Resource: 'acs:oss:*:*:my-bucket',
          Condition: { StringLike: { 'oss:Prefix': 'spring/shoes/*' } },
        },
        {
          Effect: 'Allow',
          Action: ['oss:DeleteObject'],
          Resource: 'acs:oss:*:*:my-bucket/spring/shoes/.import-check',
        },
      ],
    });
    expect(Object.keys(uses)).toEqual(policy.Statement.flatMap(({ Action }) => Action));
  });

  it.each<[string, Partial<ImportPolicyOptions>, readonly string[]]>([
    [
      'by calls alone, without a bucket',
      { route: 'direct', to: undefined },
      [
        'imagesearch:Detail',
        'imagesearch:CheckImageExists',
        'imagesearch:AddImage',
        'imagesearch:DeleteImage',
      ],
    ],
    [
      'by calls alone, of images in a bucket',
      { route: 'direct' },
      [
        ...['imagesearch:Detail', 'imagesearch:CheckImageExists', 'imagesearch:AddImage'],
        ...['imagesearch:DeleteImage', 'oss:GetObject'],
      ],
    ],
    [
      'by the faster way',
      { route: 'auto' },
      [
        ...['imagesearch:Detail', 'imagesearch:CheckImageExists', 'imagesearch:IncreaseList'],
        ...['imagesearch:IncreaseInstance', 'imagesearch:AddImage', 'imagesearch:DeleteImage'],
        ...['oss:PutObject', 'oss:GetObject'],
      ],
    ],
    [
      'and of searches and syncs',
      { for: ['sync', 'search'] },
      [
        ...['imagesearch:Detail', 'imagesearch:CheckImageExists', 'imagesearch:DumpMeta'],
        ...['imagesearch:DumpMetaList', 'imagesearch:IncreaseList', 'imagesearch:IncreaseInstance'],
        ...['imagesearch:UpdateImage', 'imagesearch:SearchImageByPic', 'imagesearch:SearchImageByName'],
        ...['imagesearch:SearchImageByText', 'imagesearch:SearchImageByFilter'],
        ...['oss:PutObject', 'oss:GetObject'],
      ],
    ],
  ])('has the actions of an import %s, and no other', (_, options, actions) => {
    const { uses, serviceRole } = importPolicy({ ...SHOP, ...options });
    expect(Object.keys(uses)).toEqual(actions);
    expect(serviceRole === undefined).toBe(options.route === 'direct');
  });

  it.each<[string, Partial<ImportPolicyOptions>, string]>([
    ['the folder is the root of the bucket', { to: 'oss://my-bucket' }, 'acs:oss:*:*:my-bucket/*'],
    ['PicNames begin at the root', { picNameBase: 'bucket' }, 'acs:oss:*:*:my-bucket/*'],
  ])('names the whole bucket, and lists it without a condition, when %s', (_, options, Resource) => {
    const { policy, serviceRole } = importPolicy({ ...SHOP, skipUnchanged: true, ...options });
    expect(policy.Statement.slice(1)).toEqual([
      { Effect: 'Allow', Action: ['oss:PutObject', 'oss:GetObject'], Resource },
      { Effect: 'Allow', Action: ['oss:ListObjects'], Resource: 'acs:oss:*:*:my-bucket' },
    ]);
    expect(serviceRole?.policy.Statement[0]?.Resource).toBe(Resource);
  });

  it('names the account, or every instance, when it is told to', () => {
    const resourceOf = (options: Partial<ImportPolicyOptions>) =>
      importPolicy({ ...SHOP, ...options }).policy.Statement[0]?.Resource;
    expect(resourceOf({ accountId: '1234' })).toBe('acs:imagesearch:cn-shanghai:1234:instance/shop');
    expect(resourceOf({ allInstances: true })).toBe('*');
  });

  it('lets Image Search read the folder, and nothing else, by a role of the way of 2020', () => {
    const { serviceRole } = importPolicy(SHOP);
    expect(serviceRole).toEqual({
      trustPolicy: {
        Version: '1',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: ['imagesearch.aliyuncs.com'] },
          },
        ],
      },
      policy: {
        Version: '1',
        Statement: [
          { Effect: 'Allow', Action: ['oss:GetObject'], Resource: 'acs:oss:*:*:my-bucket/spring/shoes/*' },
        ],
      },
    });
    const mayRead = (key: string) =>
      isAllowed(serviceRole?.policy, {
        action: 'oss:GetObject',
        resource: `acs:oss:cn-shanghai:1:my-bucket/${key}`,
      });
    expect(['spring/shoes/increment.meta', 'spring/shoes/a/b.jpg'].map(mayRead)).toEqual([true, true]);
    expect(['spring/shoes', 'spring/a.jpg', 'spring/shoes2/a.jpg'].map(mayRead)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('allows images of its folder, and of no other, whatever the names are', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'b', '.', '-', '图', ' '),
      minLength: 1,
      maxLength: 4,
    });
    const path = fc
      .array(part, { minLength: 1, maxLength: 3 })
      .filter((parts) => !parts.some((one) => ['.', '..'].includes(one)))
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, path, (folder, key) => {
        const { policy } = importPolicy({ ...SHOP, to: `oss://my-bucket/${folder}` });
        const mayWrite = (name: string) =>
          isAllowed(policy, {
            action: 'oss:PutObject',
            resource: `acs:oss:cn-shanghai:1:my-bucket/${name}`,
          });
        expect(mayWrite(`${folder}/${key}`)).toBe(true);
        expect(mayWrite(key)).toBe(key.startsWith(`${folder}/`));
      }),
    );
  });

  it('says what no document says', () => {
    const { unknown } = importPolicy(SHOP);
    expect(unknown.join('\n')).toMatch(/instances apart[\s\S]*one click[\s\S]*imagesearch\.aliyuncs\.com/);
    expect(importPolicy({ ...SHOP, route: 'direct' }).unknown.join()).not.toContain('role');
  });

  it.each<[string, object, string]>([
    [
      'a misspelt option',
      { skipUnchangd: true },
      'no option "skipUnchangd": did you mean \'skipUnchanged\'?',
    ],
    ['no bucket for batch tasks', { to: undefined }, "'to' must be given unless 'route' is 'direct'"],
    ['a folder that is a pattern', { to: 'oss://my-bucket/a*b' }, "'to' must be without * and ?"],
    ['an instance that is a pattern', { instance: 'sh?p' }, "'instance' must be without * and ?"],
    ['an account that is a pattern', { accountId: '12*' }, "'accountId' must be digits"],
    ['a region of OSS', { region: 'oss-cn-shanghai' }, "'region' must be one such as cn-shanghai"],
    ['another route', { route: 'fast' }, "'route' must be one of batch, direct, auto"],
    ['a use that is none', { for: ['delete'] }, "'for' must be one of sync, search"],
    ['a use that is no list', { for: 'sync' }, "'for' must be a list of sync and search"],
    ['a flag that is none', { readiness: 'yes' }, "'readiness' must be true or false"],
  ])('refuses %s', (_, options, message) => {
    expect(() => importPolicy({ ...SHOP, ...options } as ImportPolicyOptions)).toThrow(TypeError);
    expect(() => importPolicy({ ...SHOP, ...options } as ImportPolicyOptions)).toThrow(message);
  });
});
