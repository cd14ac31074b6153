import { ContainerClient, ContainerSASPermissions } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AzureSource } from '../../src/sources/cloud/azure-source.ts';
import { expectWithout, failureOf } from '../support/failure.ts';
import { all } from '../support/items.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { conforms } from './conformance.ts';

let azurite: Azurite;
let container: ContainerClient;
let source: AzureSource;
beforeAll(async () => {
  azurite = await startAzurite();
  const { connectionString } = azurite;
  container = new ContainerClient(connectionString, 'images');
  await container.create();
  source = new AzureSource({ connectionString, container: 'images' });
});
afterAll(async () => {
  source.close();
  await azurite[Symbol.asyncDispose]();
});

describe('AzureSource, by a connection string', () => {
  const put = async (key: string, bytes: Uint8Array) =>
    void (await container.getBlockBlobClient(key).uploadData(Buffer.from(bytes)));
  conforms(() => ({ source, put, knowsSizes: true, hasEtags: true }));
});

describe('AzureSource', () => {
  it('reads by the URL of a container with its signature', async () => {
    await container.getBlockBlobClient('signed.jpg').uploadData(Buffer.from('hello'));
    const url = await container.generateSasUrl({
      permissions: ContainerSASPermissions.parse('rl'),
      expiresOn: new Date(Date.now() + 3_600_000),
    });
    const signed = new AzureSource({ url });
    expect(signed.name).toBe('azure://images');
    expect((await all(signed.list('signed'))).map(({ key }) => key)).toEqual(['signed.jpg']);
    expect(await signed.read('signed.jpg', { offset: 1, length: 3 })).toMatchObject({ size: 5 });
    signed.close();
  });

  it.each([
    ['a wrong key', { accountKey: Buffer.from('no key').toString('base64') }, 403],
    ['no key', {}, 403],
  ])('rejects with the code of Azure and without the key, given %s', async (_, options, httpStatus) => {
    const { account, origin } = azurite;
    const connectionString = `AccountName=${account};BlobEndpoint=${origin}/${account}${
      'accountKey' in options ? `;AccountKey=${options.accountKey}` : ''
    }`;
    const refused = new AzureSource({ connectionString, container: 'images' });
    const failure = await failureOf(refused.read('signed.jpg', { offset: 0, length: 1 }));
    expect(failure).toMatchObject({ httpStatus, retryable: false });
    if ('accountKey' in options) expectWithout(failure, String(options.accountKey));
    refused.close();
  });

  it('tells a missing container as NoSuchBucket', async () => {
    const none = new AzureSource({ connectionString: azurite.connectionString, container: 'none' });
    const failure = await failureOf(all(none.list('')));
    expect(failure).toMatchObject({ code: 'NoSuchBucket', advice: expect.stringContaining('container') });
    expect(failure.message).toMatch(/The specified container does not exist\.$/); // without Azure's lines of ids
    none.close();
  });

  it.each([
    ['nothing', {}],
    ['two ways', { url: 'https://a.blob.core.windows.net/c', account: 'a', container: 'c' }],
    ['a URL of a blob', { url: 'https://a.blob.core.windows.net/c/b.jpg?sig=secret' }],
    ['no container', { account: 'a' }],
    ['a text that is no connection string', { connectionString: 'x', container: 'c' }],
    ['a misspelt option', { account: 'a', conainer: 'c' }],
  ])('throws a TypeError for %s, without the signature', (_, options) => {
    const make = () => new AzureSource(options as never);
    expect(make).toThrow(TypeError);
    expect(make).not.toThrow(/secret/);
  });
});
