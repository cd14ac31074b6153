import type { CodeText, Translated } from '../explanation.ts';

const url = (means: Translated, remedy: Translated, said: string): CodeText => ({
  means,
  remedy,
  example: `https://shop.example/a.jpg ${said}`,
});

const AGAIN: Translated = { en: 'try again later', zh: '稍后重试' };
const SERVER: Translated = {
  en: 'have the server corrected, or download the image',
  zh: '修正服务器，或下载该图片',
};

/** Why an image behind a URL was not read: `IMAGE_UNREADABLE` has the code in its message. */
export const HTTP_TEXTS = {
  HTTP_ADDRESS_REFUSED: url(
    { en: "the URL's host has a private or loopback address", zh: 'URL 的主机是内网地址或本机地址' },
    {
      en: 'if it is meant: `allowPrivateAddresses` (--allow-private-addresses)',
      zh: '如确需访问：使用 `allowPrivateAddresses`（--allow-private-addresses）',
    },
    'has a host whose address is private',
  ),
  HTTP_BAD_ANSWER: url(
    { en: 'what answers at the URL does not speak HTTP as it should', zh: '该 URL 的应答不符合 HTTP 规范' },
    { en: 'check the URL and its port', zh: '检查 URL 及其端口' },
    'answers with what is no HTTP',
  ),
  HTTP_BAD_RANGE: url(
    {
      en: 'the server answers with another part of the image than was asked for',
      zh: '服务器返回的不是所请求的图片部分',
    },
    { en: 'have it answer range requests, or none', zh: '让服务器正确支持 Range 请求，或完全不支持' },
    'answers with another part than was asked for',
  ),
  HTTP_BEYOND_LIMIT: url(
    { en: 'the image is longer than what is read of one', zh: '图片超过单张图片的读取上限' },
    { en: 'make the image smaller', zh: '减小图片' },
    'is read up to 4194305 bytes, and more are needed',
  ),
  HTTP_CHANGED: url(
    { en: 'the image changed while it was read', zh: '读取过程中图片发生了变化' },
    { en: 'check it again', zh: '重新检查' },
    'changed while it was read',
  ),
  HTTP_CUT_SHORT: url(
    { en: 'the answer ended before the image did', zh: '应答在图片结束之前中断' },
    AGAIN,
    'ended after 5000 bytes of an answer, before its end',
  ),
  HTTP_ENCODED: url(
    {
      en: 'the image is sent compressed, though it was asked for as it is',
      zh: '要求原样发送，但服务器发送了压缩内容',
    },
    { en: 'have the server send images uncompressed', zh: '让服务器不压缩图片' },
    'is sent compressed, though it was asked for as it is',
  ),
  HTTP_REDIRECT_REFUSED: url(
    {
      en: 'the URL redirects to no URL, or from https to http',
      zh: 'URL 重定向到的不是 URL，或从 https 重定向到 http',
    },
    { en: 'give the URL of the image itself', zh: '提供图片本身的 URL' },
    'redirects from https to http://shop.example/a.jpg',
  ),
  HTTP_TIMEOUT: url(
    { en: 'the image did not come in time', zh: '图片未在规定时间内传完' },
    AGAIN,
    'was not read within 30000 ms',
  ),
  HTTP_TOO_MANY_REDIRECTS: url(
    { en: 'the URL redirects more often than is followed', zh: 'URL 的重定向次数超过上限' },
    { en: 'give the URL that it leads to', zh: '提供最终指向的 URL' },
    'redirects more than 5 times',
  ),
  HTTP_401: url(
    { en: 'the URL needs credentials', zh: 'URL 需要凭证' },
    { en: 'give a URL that needs none, or download the image', zh: '提供无需凭证的 URL，或下载该图片' },
    'answers with status 401',
  ),
  HTTP_403: url(
    {
      en: 'the URL is not open to this reader, or its signature has expired',
      zh: 'URL 不对此读取者开放，或其签名已过期',
    },
    { en: 'give a URL that can be read now', zh: '提供当前可以读取的 URL' },
    'answers with status 403',
  ),
  HTTP_404: url(
    { en: 'nothing is at the URL', zh: 'URL 处没有内容' },
    { en: 'correct the URL, or supply the image', zh: '修正 URL，或提供图片' },
    'answers with status 404',
  ),
  HTTP_410: url(
    { en: 'nothing is at the URL any more', zh: 'URL 处的内容已不存在' },
    { en: 'correct the URL, or supply the image', zh: '修正 URL，或提供图片' },
    'answers with status 410',
  ),
  HTTP_429: url(
    { en: 'the server is asked too often', zh: '对服务器的请求过于频繁' },
    {
      en: 'ask for fewer images at once (`concurrency`), later',
      zh: '稍后重试，并减少同时读取的图片（`concurrency`）',
    },
    'answers with status 429',
  ),
} as const satisfies Readonly<Record<string, CodeText>>;

/** What an HTTP status says that has no text of its own. */
export const statusText = (status: number): CodeText =>
  url(
    { en: `the URL answers with status ${status}`, zh: `URL 以状态码 ${status} 应答` },
    status >= 500 ? AGAIN : SERVER,
    `answers with status ${status}`,
  );
