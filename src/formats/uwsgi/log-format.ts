/**
 * Lines of uWSGI log-formats that are written in many public configurations. (A format like the default line is read by
 * default.ts, one of `key=value` or JSON by the formats of those names; any other takes `--log-format`.)
 */
import type { About } from '../format.ts';
import { TemplateSet } from '../template/template-set.ts';
import { uwsgiParts } from '../template/uwsgi.ts';

/** What `memhog setup uwsgi` prints; of Saleor and what was made from it, and of Django projects behind gevent. */
const KNOWN = [
  '%(addr) [%(ctime)] pid=%(pid) core=%(core) "%(method) %(uri) %(proto)" %(status) rss=%(rss) rssM=%(rssM)',
  'UWSGI uwsgi "%(method) %(uri) %(proto)" %(status) %(size) %(msecs)ms [PID:%(pid):Worker-%(wid)] [RSS:%(rssM)MB]',
  'UWSGI uwsgi "%(method) %(uri) %(proto) %(addr)" %(status) %(size) %(msecs)ms [PID:%(pid):Worker-%(wid)] [RSS:%(rssM)MB]',
  '[RES/%(rssM)MB VIRT/%(vszM)MB] [pid: %(pid)] %(addr) [%(ltime)] %(method) %(uri) => generated %(size) bytes in %(msecs) msecs (%(proto) %(status))',
  '[CORE: %(core)] [RES/%(rssM)MB VIRT/%(vszM)MB] [pid: %(pid)] %(addr) [%(ltime)] %(method) %(uri) => generated %(size) bytes in %(msecs) msecs (%(proto) %(status))',
];

const ABOUT: About = {
  title: 'uWSGI log-formats that are common',
  example:
    '192.0.2.7 [Sun Nov 22 08:53:31 2026] pid=29783 core=0 "GET /export?id=7 HTTP/1.1" 200 rss=27701248 rssM=26',
  tells: 'most: memory of the worker after each request, in some in whole MiB',
  switchOn:
    'add `memory-report = true` to the uWSGI configuration (without it the memory is always 0) and let it log some traffic',
  setup: 'uwsgi',
  landmarks: [
    { what: 'the worker, as in pid=29783 or [PID:29783:', pattern: /(?:\[(?:PID:|pid: )|\bpid=)\d+/ },
    { what: 'the memory, as in [RSS:26MB] or rssM=26', pattern: /(?:(?:RSS:|RES\/)\d+MB|rssM=\d+)/ },
  ],
};

/** The format of common log-formats. One for each stream of lines. */
export function uwsgiLogFormats(): TemplateSet {
  return new TemplateSet('uwsgi-log-format', ABOUT, () => KNOWN.map(uwsgiParts));
}
