import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { extensionStart, placeholder } from '../../src/routes/segment.ts';

const read = (text: string, first = false): string | undefined => {
  const bytes = Buffer.from(`x${text}y`);
  return placeholder(bytes, 1, bytes.length - 1, first);
};

const VALUES: Record<string, readonly string[]> = {
  ':id': ['0', '7', '191266', '-1', '-42', '20261122', '1700000000000', '+4915112345678'],
  ':uuid': [
    '47cdc0ac-f09e-4980-a0e4-02991f522f8b',
    '47CDC0AC-F09E-4980-A0E4-02991F522F8B',
    '00000000-0000-0000-0000-000000000000',
  ],
  ':hex': [
    '0123456789ab',
    'd41d8cd98f00b204e9800998ecf8427e',
    '507f1f77bcf86cd799439011', // ObjectId
    'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709',
    'deadbeefdeadbeef',
  ],
  ':ulid': ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01HZY3J8M2Q4R6S8T0V2W4X6Y8'],
  ':date': [
    '2026-11-22',
    '2026-11',
    '2026-1-2',
    '2026_11_22',
    '22-11-2026',
    '22.11.2026',
    '2026-W47',
    '2026-Q4',
    '2026-11-22T10:00:00Z',
    '2026-11-22T10%3A00%3A00Z',
    '2026-11-22T10:00:00.123456+00:00',
    '2026-11-22%2010:00',
  ],
  ':number': ['52.5200', '-13.4050', '52.52,13.40', '-33.8688,151.2093', '1,2,3'],
  ':ip': ['127.0.0.1', '192.168.100.200'],
  ':token': [
    'dQw4w9WgXcQdQw4w9WgXcQ',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
    'cus_9s6XKzkNRiz8i3',
    '0x52908400098527886e0f7030069857d2e4169ee7',
    'k3j2h4k5j6h7k8j9h0g1',
    'aGVsbG8gd29ybGQgMTIzNDU2Nzg5MA==',
    'aGVsbG8gd29ybGQgMTIzNDU2Nzg5MA%3D%3D',
    'V1StGXR8_Z5jdHi6B-myT',
    'd2f1k8-9c1f3b7a5d2e4f60718293a4b5c6d7e8', // Django's link to reset a password
    'x'.repeat(513),
  ],
  ':email': ['bob@example.com', 'bob.smith+tag@mail.example.co.uk', 'bob%40example.com'],
  ':locale': ['en-US', 'en_US', 'en-us', 'pt-br', 'zh-Hant', 'es-419'],
};

const NAMES = [
  ...[
    'v1',
    'v2',
    'V3',
    's3',
    'oauth2',
    'ec2',
    'utf8',
    'base64',
    'mp3',
    'h264',
    'i18n',
    'a11y',
    'k8s',
    'web3',
    '2fa',
    '3d',
    'b2b',
    'p2p',
    'md5',
    'sha256',
  ],
  ...['1.0', '2.1', 'v1.2', 'v2.0.1', '1.2.3', '10.15', '2.0-beta'],
  ...[
    'GetUserAccountV2Handler',
    'OAuth2CallbackV1Handler3',
    'Md5Sha256Base64Encoder',
    'UserServiceV1Alpha2Grpc',
  ],
  ...[
    'how-to-deploy-django-5-on-aws-ec2-in-2026',
    'windows-10-vs-ubuntu-22-vs-macos-12',
    '10-best-things-to-do',
    'covid-19',
    'mp3-player',
  ],
  ...['deadbeef', 'feedface', 'facade', 'decade', 'added', 'bad', 'cafe'],
  ...[
    'users',
    'admin',
    'wp-admin',
    'wp_login',
    '.env',
    '.well-known',
    '.git',
    'openid-configuration',
    'sitemap.xml',
    'users.json',
    'index.php',
    'jquery-3.7.1.min.js',
  ],
  ...[
    'internationalization',
    'acknowledgements',
    'AcknowledgementsOverview',
    'password_reset_confirm',
    'application-programming-interface',
  ],
  ...[
    '%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82-%D0%BC%D0%B8%D1%80',
    '日本語',
    'caf\u00e9',
    '-',
    '--',
    '+',
    '=',
    '.',
    '..',
    '@alice',
    'a@b',
  ],
  ...[
    'to-do',
    'ar-chive',
    'page2',
    'item-7',
    'step1',
    'us-east-1',
    'eu-west-2a',
    'gpt-4',
    'python3',
    '404',
    '500',
  ].filter((name) => !/^\d+$/.test(name)),
];

describe('placeholder', () => {
  for (const [value, texts] of Object.entries(VALUES)) {
    it(`reads ${value}`, () => {
      for (const text of texts) assert.equal(read(text), value, text);
    });
  }

  it('leaves names as they are', () => {
    for (const name of NAMES) assert.equal(read(name), undefined, name);
  });

  it('takes a language alone for one only at the beginning of a path, and no common word for one', () => {
    assert.equal(read('de', true), ':locale');
    assert.equal(read('de', false), undefined);
    for (const word of ['hi', 'he', 'it', 'no', 'is', 'in', 'me', 'my', 'id', 'us', 'go', 'ws', 'db', 'up'])
      assert.equal(read(word, true), undefined, word);
  });

  it('reads no byte outside the range', () => {
    const bytes = Buffer.from('12/34');
    assert.equal(placeholder(bytes, 0, 2, true), ':id');
    assert.equal(placeholder(Buffer.from('123abc'), 0, 3, true), ':id');
    assert.equal(placeholder(Buffer.from('abc'), 1, 1, true), undefined);
  });

  it('reads an overlong segment without delay', () => {
    for (const text of ['a'.repeat(512), '1-'.repeat(256), '9'.repeat(511) + 'x', `${'a@'.repeat(250)}.com`])
      read(text);
  });
});

describe('extensionStart', () => {
  const extension = (text: string): string => text.slice(extensionStart(Buffer.from(text), 0, text.length));
  it('is the dot of a short extension that begins with a letter', () => {
    assert.deepEqual(['123.json', 'a.b.xml', 'x.jpeg', '1.mp3'].map(extension), [
      '.json',
      '.xml',
      '.jpeg',
      '.mp3',
    ]);
  });
  it('is none for versions, dot files, long or odd endings', () => {
    assert.deepEqual(['1.0', '.env', 'a.', 'a.toolong', 'a.b c', 'abc', ''].map(extension), [
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ]);
  });
});
