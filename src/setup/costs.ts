/**
 * What the code of this package costs where it runs, processor time for each request. The same figures stand at the head
 * of the files; whoever measures anew changes both.
 */

const MACHINE = 'measured on one core of a shared virtual machine, Linux 6.18';

/** The logger class. */
export const GUNICORN_COST = `10 µs per request on top of the 18 of an access line (Gunicorn 20.1.0, Python 3.11.2), 16 on top of 23 (27.0.1, Python 3.11.7); ${MACHINE}`;

/** The signal handlers. */
export const CELERY_COST = `25 µs per task (Celery 5.2.6, Python 3.11.2), 29 (5.7.0, Python 3.11.7); ${MACHINE}`;

const INTERFACE_COST = `14 to 16 µs per request to stderr, 25 to 29 through a log handler (Python 3.11.2, 3.11.7); ${MACHINE}`;

/** The WSGI middleware. */
export const WSGI_COST = INTERFACE_COST;

/** The ASGI middleware. */
export const ASGI_COST = INTERFACE_COST;

/** Django's middleware. */
export const DJANGO_COST = `31 µs per request (Django 3.2.25, Python 3.11.2), 45 (5.2.19, Python 3.11.7); ${MACHINE}`;

/** Flask's hooks. */
export const FLASK_COST = `29 µs per request (Flask 2.2.2, Python 3.11.2), 49 (3.1.3, Python 3.11.7); ${MACHINE}`;

/** The probe: what it keeps to, and what cannot be sampled away. */
export const PROBE_COST = `at most 1 % of the processor time of requests: readings are made the less often the dearer they are (beside a Django shop of 4 ms a request not to be told from nothing: reports/probe.md); counting and the line take 10 µs of each request, which is more than 1 % where requests take less than a millisecond (Python 3.13.0); ${MACHINE}`;

/** The Rack middleware. */
export const RACK_COST = `15 µs per request (Ruby 3.1.7), ${MACHINE}`;

/** The reading alone, in a line that is written anyway; on the same machine. */
export const LOGRAGE_COST = '11 µs for the reading';

/** The middleware of all frameworks in Node. */
export const NODE_COST = `6 µs per request, 8 to 10 with the write to a file (Node 20.20); ${MACHINE}`;

/** `process.memoryUsage.rss()` in a line that is written anyway. */
export const NODE_READING_COST = `9 µs for the reading (Node 20.20); ${MACHINE}`;

/** The probe in Node. */
export const NODE_PROBE_COST = `at most 1 % of the processor time of requests for collections that the probe asks for, and none that take longer than 20 ms; 9 µs per request for counting and the line, with the write (Node 20.20); ${MACHINE}`;

/** The probe in Ruby. */
export const RUBY_PROBE_COST = `at most 1 % of the processor time of requests for collections that the probe asks for, and none that take longer than 20 ms; 13 µs per request for counting and the line (Ruby 3.1.7); ${MACHINE}`;
