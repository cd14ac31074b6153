import { describe, expect, it } from 'vitest';
import { Slots } from '../../examples/picture-service/slots.ts';
import { openPictureService, picture } from './running-service.ts';

type Fields = Readonly<Record<string, string | Uint8Array>>;

function formOf(fields: Fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    form.append(name, typeof value === 'string' ? value : new Blob([value as Uint8Array<ArrayBuffer>]));
  return form;
}

async function ask(address: string, method: string, path: string, fields?: Fields, headers = {}) {
  const body = fields && formOf(fields);
  const response = await fetch(address + path, { method, headers, ...(body && { body }) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as object };
}

describe.concurrent('the example picture-service', () => {
  it('adds a picture, finds it, and deletes it', async () => {
    await using running = await openPictureService();
    const { address, emulator } = running;
    const names = { productId: '1000', picName: 'shoe <b>&.png' };
    const added = await ask(address, 'POST', '/pictures', {
      ...{ ...names, name: 'A shoe', categoryId: '3', picture: await picture() },
    });
    expect(added).toMatchObject({ status: 201, body: { status: 'imported', ...names } });
    expect(emulator.gallery()).toMatchObject([
      { ProductId: names.productId, PicName: names.picName, CategoryId: 3, CustomContent: 'A shoe' },
    ]);
    const found = await ask(address, 'POST', '/searches', { picture: await picture(), categoryId: '3' });
    expect(found).toMatchObject({ status: 200, body: { matches: 1, images: [{ ...names, score: 1 }] } });
    const gone = await ask(address, 'DELETE', `/pictures?${new URLSearchParams(names)}`);
    expect(gone).toMatchObject({ status: 200, body: { status: 'deleted' } });
    expect(emulator.gallery()).toEqual([]);
  });

  it('says why a picture is refused, and what to do, when it is added and when it is searched for', async () => {
    await using running = await openPictureService();
    const { address, emulator } = running;
    const small = { productId: '1', picName: '1.png', picture: await picture(50) };
    const issue = { code: 'IMAGE_SIDE_TOO_SHORT', remedy: expect.stringContaining('larger') };
    const refused = { status: 'refused', issues: expect.arrayContaining([expect.objectContaining(issue)]) };
    expect(await ask(address, 'POST', '/pictures', small)).toMatchObject({ status: 422, body: refused });
    const search = await ask(address, 'POST', '/searches', { picture: small.picture });
    expect(search).toMatchObject({ status: 422, body: refused });
    const named = { ...small, picName: '../1.png', picture: await picture() };
    const { body } = await ask(address, 'POST', '/pictures', named);
    expect(body).toMatchObject({
      issues: expect.arrayContaining([
        expect.objectContaining({ code: 'META_PIC_NAME_PATH', severity: 'error' }),
      ]),
    });
    expect(emulator.gallery()).toEqual([]);
  });

  it.each([
    ['a picture above 4 MiB', 413, 'FST_REQ_FILE_TOO_LARGE', { picture: new Uint8Array(4_194_305) }],
    ['no picture', 400, 'PICTURE_MISSING', {}],
    ['an empty name', 400, 'FIELD_WRONG', { picName: ' ', picture: new Uint8Array(9) }],
    ['a field too many', 400, 'FIELD_WRONG', { picname: 'a', picture: new Uint8Array(9) }],
    ['a field too long', 400, 'FIELD_WRONG', { picName: 'x'.repeat(1_025), picture: new Uint8Array(9) }],
    ['a category that is no number', 400, 'FIELD_WRONG', { categoryId: 'x', picture: new Uint8Array(9) }],
  ])('refuses a form with %s', async (_, status, code, fields) => {
    await using running = await openPictureService();
    const form = {
      productId: '1',
      ...('picName' in fields || 'picname' in fields ? {} : { picName: '1.png' }),
    };
    const answer = await ask(running.address, 'POST', '/pictures', { ...form, ...fields });
    expect(answer).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
  });

  it('answers no page of another site, and nothing that it does not have', async () => {
    await using running = await openPictureService();
    const crossing = { 'sec-fetch-site': 'cross-site' };
    const crossed = await ask(running.address, 'POST', '/searches', { picture: await picture() }, crossing);
    expect(crossed).toMatchObject({ status: 403, body: { error: { code: 'CROSS_SITE' } } });
    const nothing = await ask(running.address, 'GET', '/nothing');
    expect(nothing).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    expect(nothing.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('tells the code and the advice when the service forbids a call, and that it has ended', async () => {
    await using running = await openPictureService({ failImage: () => 'NoPermission' });
    const fields = { productId: '1', picName: '1.png', picture: await picture() };
    const answer = await ask(running.address, 'POST', '/pictures', fields);
    expect(answer).toMatchObject({
      status: 502,
      body: { error: { code: 'NoPermission', advice: expect.any(String) } },
    });
    expect(running.failures).toMatchObject([{ code: 'NoPermission' }]);
  });

  it('gives a picture its outcome before it closes', async () => {
    let tell = () => {};
    const called = new Promise<void>((resolve) => {
      tell = resolve;
    });
    await using running = await openPictureService({ failImage: () => void tell() });
    const fields = { productId: '1', picName: '1.png', picture: await picture() };
    const answer = ask(running.address, 'POST', '/pictures', fields);
    await called;
    await running.service.close();
    expect(await answer).toMatchObject({ status: 201 });
    await expect(fetch(running.address)).rejects.toThrow();
  });
});

describe('slots', () => {
  it('refuse one request more than there are, and take it when another has ended', async () => {
    const slots = new Slots(2);
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const both = [slots.run(() => ended), slots.run(() => Promise.reject(new Error('It failed')))];
    const third = slots.run(async () => 3);
    await expect(third).rejects.toMatchObject({ statusCode: 503, code: 'BUSY' });
    await expect(both[1]).rejects.toThrow('It failed');
    expect(await slots.run(async () => 4)).toBe(4);
    end();
    await both[0];
  });
});
