/** What flags may choose among. Apart from what does the work, so that a command line can be read before that is loaded. */

/** The forms of `--output` of a ranking: those that are text, and the page. */
export const RANKING_FORMS = ['table', 'json', 'csv', 'markdown', 'html'] as const;

/** The forms of `--output` of a comparison. */
export const COMPARISON_FORMS = ['table', 'json', 'markdown', 'html'] as const;

/** What `report --fail-on` takes. */
export const NIGHT_FAILURES = ['leak', 'suspect', 'new-leak'] as const;

/** The servers that `advise` speaks of: those of src/advise/servers, which a test compares. */
export const ADVISED_NAMES = [
  'gunicorn',
  'uwsgi',
  'celery',
  'php-fpm',
  'puma',
  'passenger',
  'unicorn',
  'granian',
  'uvicorn',
  'hypercorn',
  'mod_wsgi',
] as const;
