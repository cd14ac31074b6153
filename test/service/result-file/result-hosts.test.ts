import { describe, expect, it } from 'vitest';
import { ResultHosts } from '../../../src/service/result-file/result-hosts.ts';

const ALIBABA = 'https://image-search-task-info.oss-cn-shanghai.aliyuncs.com/yyy?Signature=x';

const IN_A_REGION = 'imagesearch.cn-shanghai.aliyuncs.com';

describe('ResultHosts', () => {
  it.each<[string, string, readonly string[], string]>([
    ['is of Alibaba, over https', ALIBABA, [], IN_A_REGION],
    ['is of a host that was named', 'https://Proxy.Example:8443/f', ['proxy.example'], IN_A_REGION],
    ['is of Alibaba, over http: read over https', ALIBABA.replace('https', 'http'), [], IN_A_REGION],
    [
      'is of a named host, over http: read over https',
      'http://proxy.example/f',
      ['proxy.example'],
      IN_A_REGION,
    ],
    ['is on loopback, as the service is', 'http://localhost:8080/f', [], '127.0.0.1:9000'],
    ['is on loopback by number', 'http://127.0.0.1:8080/f', [], 'localhost:9000'],
    ['is of Alibaba while the service is on loopback', ALIBABA, [], '127.0.0.1:9000'],
  ])('lets an address be read when it %s', (_, url, more, endpoint) => {
    const { address, refusal } = new ResultHosts(more, endpoint).checkedUrl(url);
    expect(refusal).toBeUndefined();
    expect(new URL(address ?? '').href).toBe(
      new URL(url.replace(/^http:(?=.*aliyuncs|.*proxy)/, 'https:')).href,
    );
  });

  it.each<[string, string, readonly string[], string]>([
    ['is of another host', 'https://files.example/f', [], IN_A_REGION],
    ['only begins like Alibaba', 'https://aliyuncs.com.files.example/f', [], IN_A_REGION],
    ['only ends like Alibaba', 'https://evil-aliyuncs.com/f', [], IN_A_REGION],
    ['has Alibaba for a user name', 'https://oss-cn-shanghai.aliyuncs.com@files.example/f', [], IN_A_REGION],
    ['is a machine of the network', 'http://169.254.169.254/latest/meta-data', [], IN_A_REGION],
    ['is on loopback, and the service is not', 'http://127.0.0.1:8080/f', [], IN_A_REGION],
    ['is on loopback by name, and the service is not', 'http://localhost/f', [], IN_A_REGION],
    ['is a file', 'file:///etc/passwd', [], IN_A_REGION],
    ['is no URL', 'failures', [], IN_A_REGION],
  ])('refuses an address without a word of its query when it %s', (_, url, more, endpoint) => {
    const { address, refusal } = new ResultHosts(more, endpoint).checkedUrl(url);
    expect(address).toBeUndefined();
    expect(refusal).toMatch(/^its (URL|host) /);
    expect(refusal).not.toContain('Signature');
  });

  it.each(['https://proxy.example', 'proxy.example:8443', '', 'a b'])(
    'throws a TypeError before anything is read when a host is %j',
    (host) => expect(() => new ResultHosts([host], IN_A_REGION)).toThrow(TypeError),
  );
});
