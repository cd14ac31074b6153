import { describe, expect, test } from 'vitest';
import { hostOf, refusedHostKind, refusedKind } from '../../../src/image/url/public-address.ts';

const REFUSED: readonly (readonly [address: string, kind: string])[] = [
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['10.0.0.1', 'private'],
  ['100.64.0.1', 'shared behind a carrier'],
  ['100.127.255.255', 'shared behind a carrier'],
  ['100.100.100.200', 'shared behind a carrier'], // where a cloud keeps the credentials of its machines
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.169.254', 'link-local'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.0.0.192', 'reserved'],
  ['192.0.2.1', 'reserved'],
  ['192.168.1.1', 'private'],
  ['198.18.0.1', 'reserved'],
  ['203.0.113.9', 'reserved'],
  ['224.0.0.1', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:a9fe:a9fe', 'link-local'],
  ['::127.0.0.1', 'loopback'],
  ['::7f00:1', 'reserved'],
  ['64:ff9b::7f00:1', 'a translated one (NAT64)'],
  ['64:ff9b:1::a00:1', 'a translated one (NAT64)'],
  ['100::1', 'discard'],
  ['2001::1', 'teredo'],
  ['2001:db8::1', 'reserved'],
  ['2002:7f00:1::', '6to4'],
  ['3fff::1', 'reserved'],
  ['4000::1', 'reserved'],
  ['fc00::1', 'private'],
  ['fd00:ec2::254', 'private'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['fec0::1', 'site-local'],
  ['ff02::1', 'multicast'],
];

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '47.88.1.1',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '223.255.255.255',
  '2001:4860:4860::8888',
  '2606:4700:4700::1111',
  '::ffff:8.8.8.8',
];

describe('refusedKind()', () => {
  test.each(REFUSED)('refuses %s as %s', (address, kind) => {
    expect(refusedKind(address)).toBe(kind);
  });

  test.each(PUBLIC)('takes %s as public', (address) => {
    expect(refusedKind(address)).toBeNull();
  });
});

describe('refusedHostKind()', () => {
  const SPELLINGS = [
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.01/',
    'http://127.0.0.1./',
    'http://%31%32%37.0.0.1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost/',
    'http://localhost./',
    'http://LOCALHOST/',
    'http://shop.localhost/',
  ];

  test.each(SPELLINGS)('refuses the host of %s as loopback', (url) => {
    expect(refusedHostKind(hostOf(new URL(url)), refusedKind)).toBe('loopback');
  });

  test.each(['http://shop.example/', 'http://notlocalhost/', 'http://localhost.example/', 'http://8.8.8.8/'])(
    'leaves the host of %s to name resolution',
    (url) => {
      expect(refusedHostKind(hostOf(new URL(url)), refusedKind)).toBeNull();
    },
  );
});
