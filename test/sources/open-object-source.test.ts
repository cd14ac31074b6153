import { describe, expect, it } from 'vitest';
import { openObjectSource } from '../../src/open-object-source.ts';

const oss = { region: 'cn-shanghai', credentials: { accessKeyId: 'a', accessKeySecret: 'b' } };

describe('openObjectSource', () => {
  it.each([
    ['oss://bucket/spring/', 'oss://bucket', 'spring/'],
    ['oss://bucket', 'oss://bucket', ''],
    ['oss://bucket/x/manifest.json', 'oss://bucket', ''],
    ['s3://bucket/a b/', 's3://bucket', 'a b/'],
    ['azure://images/a', 'azure://images', 'a'],
    ['https://shop.blob.core.windows.net/images/a%20b?sv=1&sig=secret', 'azure://images', 'a b'],
    ['urls:list.txt', 'urls:list.txt', ''],
    ['./images', './images', ''],
    ['C:\\images', 'C:\\images', ''],
  ])('opens %s', (address, name, prefix) => {
    const azure = address.startsWith('azure') ? { account: 'shop' } : {};
    const opened = openObjectSource(address, { oss, azure });
    expect([opened.source.name, opened.prefix]).toEqual([name, prefix]);
    opened.close();
  });

  it.each([
    ['ftp://host/a', {}],
    ['gs://bucket', {}],
    ['s3://', {}],
    ['oss://bucket', {}],
    ['https://images.example/1.jpg?sig=secret', {}],
    ['', {}],
    ['s3://bucket', { S3: {} }],
  ])('throws a TypeError for %s, without a signature', (address, options) => {
    const open = () => openObjectSource(address, options as never);
    expect(open).toThrow(TypeError);
    expect(open).not.toThrow(/secret/);
  });
});
