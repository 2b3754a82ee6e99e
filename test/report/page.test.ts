/** The page as text: complete without script, in order, within its size, and with a policy that lets nothing else in. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { rank } from '../../src/ranking/rank.ts';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { renderPage } from '../../src/report/page.ts';
import { freshRuntime } from './browser.ts';
import { hostileProfile, profileOf, SHOP_PROFILE } from './profiles.ts';

const ranking = rank(SHOP_PROFILE);
const shared = { profile: SHOP_PROFILE, ranking, title: 'shop.log', acknowledged: [] };
const textOf = (page: string): string =>
  page.replace(/<(style|script)\b.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ');
const policyOf = (page: string): string => /Content-Security-Policy"\s+content="([^"]*)"/.exec(page)![1]!;

let still: string;
before(async () => {
  freshRuntime();
  still = await renderPage({ ...shared, isStatic: true });
});

describe('a page', () => {
  test('has its sections in the order people read', () => {
    const order = [...still.matchAll(/<(?:h1|dl class="cards"|section id="([a-z]+)")/g)].map(
      ([tag, id]) => id ?? (tag.startsWith('<h1') ? 'headline' : 'cards'),
    );
    assert.deepEqual(order, [
      'headline',
      'cards',
      'ranking',
      'workers',
      'endpoints',
      'heat',
      'coverage',
      'guide',
    ]);
  });

  test('says in one sentence what leaks and what to do', () => {
    const headline = /<h1>(.*?)<\/h1>/s.exec(still)![1]!.replace(/<[^>]*>/g, '');
    assert.match(headline, /^GET \/cart leaks .*: look for what its code keeps beyond the request\.$/s);
    const lead = /<p class="lead">(.*?)<\/p>/s.exec(still)![1]!;
    assert.match(lead, /^Each call keeps about \d/);
    assert.doesNotMatch(lead, /GET \/cart/, 'what the headline says is not said again');
  });

  test('without script there is no script, and it is small', () => {
    const page = still;
    assert.doesNotMatch(page, /<script|javascript:|\son[a-z]+=/i);
    assert.match(policyOf(page), /script-src 'none'/);
    assert.ok(page.length < 200_000, `${page.length} bytes`);
    for (const { endpoint, verdict } of ranking.findings)
      assert.ok(textOf(page).includes(endpoint) && textOf(page).includes(verdict), endpoint);
    assert.ok((page.match(/<svg/g) ?? []).length >= 8, 'charts are drawn');
  });

  test('the policy names each inline element by its hash and allows nothing unsafe', async () => {
    const page = await renderPage({ ...shared, isStatic: false });
    const policy = policyOf(page);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.match(policy, /^default-src 'none';/);
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [, style] = /<style>(.*?)<\/style>/s.exec(page)!;
    const [, loader] = /<script>(.*?)<\/script>/s.exec(page)!;
    const [, packed] = /<script type="text\/plain" id="memhog-runtime">([^<]*)</.exec(page)!;
    const runtime = gunzipSync(Buffer.from(packed!, 'base64')).toString();
    for (const text of [style!, loader!, runtime]) assert.ok(policy.includes(hash(text)));
    assert.ok(page.length < 800_000, `${page.length} bytes`);
  });

  test('is the same for the same log', async () => {
    assert.equal(await renderPage({ ...shared, isStatic: true }), still);
  });

  test('known hogs are marked and are not the headline', async () => {
    const acknowledged = [{ endpoint: 'GET /cart', until: '2026-12-31', note: 'ticket 12' }];
    const page = await renderPage({ ...shared, acknowledged, isStatic: true });
    assert.match(/<h1>(.*?)<\/h1>/s.exec(page)![1]!, /known hogs/);
    assert.match(page, /known until 2026-12-31: ticket 12/);
  });

  test('what nobody can read through is a page too: an empty ranking, peaks, no times', async () => {
    const empty: Ranking = { ...ranking, findings: [] };
    assert.match(await renderPage({ ...shared, ranking: empty, isStatic: true }), /No row is left/);
    const one = profileOf(
      '{address space usage: 1000000 bytes/0MB} {rss usage: 500000 bytes/0MB} [pid: 1|app: 0|req: 1/1] 192.0.2.7 () {30 vars in 500 bytes} [-] GET / => generated 1 bytes in 4 msecs (HTTP/1.1 200) 2 headers in 80 bytes (1 switches on core 0)\n',
    );
    assert.match(
      await renderPage({ profile: one, ranking: rank(one), title: 'one', acknowledged: [], isStatic: true }),
      /<\/html>/,
    );
  });

  test('hostile text is text', async () => {
    const profile = hostileProfile();
    for (const isStatic of [true, false]) {
      const page = await renderPage({
        profile,
        ranking: rank(profile),
        title: '</title><script>document.title="owned"</script>',
        acknowledged: [
          { endpoint: rank(profile).findings[0]!.endpoint, until: '"><u>', note: '<img src=x>' },
        ],
        isStatic,
      });
      const markup = page.replace(/<style>.*?<\/style>/s, '');
      assert.equal((markup.match(/<script/g) ?? []).length, isStatic ? 0 : 3);
      assert.doesNotMatch(markup, /<(?:img|u|iframe)[\s>]|<!--/);
      assert.doesNotMatch(page.replaceAll('\n', ' '), /\p{Cc}|\p{Cf}|\p{Cs}|\ufffd/u);
      assert.ok(page.length < (isStatic ? 200_000 : 800_000), `${page.length} bytes`);
    }
  });
});
