import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { otherServerOf } from '../../../src/advise/present/other-server.ts';
import { readPresent } from '../../../src/advise/present/read.ts';
import { ADVISED_SERVERS } from '../../../src/advise/servers/servers.ts';

function other(asked: string, name: string, text: string): string | undefined {
  const server = ADVISED_SERVERS.find((one) => one.name === asked);
  assert.ok(server);
  return otherServerOf({ name, text, present: readPresent(name, text) }, server)?.name;
}

const PROCFILE = 'web: gunicorn --max-requests 9 app\nworker: celery worker --max-tasks-per-child 9\n';

describe('the configuration of another server', () => {
  it('is told by its syntax, whatever its name', () => {
    assert.equal(other('gunicorn', 'gunicorn.ini', '[uwsgi]\nprocesses = 2\n'), 'uwsgi');
    assert.equal(other('uwsgi', 'www.conf', '[www]\npm.max_children = 2\n'), 'php-fpm');
    assert.equal(other('uwsgi', 'any.txt', '[uwsgi]\nprocesses = 2\n'), undefined);
  });

  it('is told by its name', () => {
    assert.equal(other('uwsgi', 'etc/celeryconfig.py', 'broker_url = "x"\n'), 'celery');
    assert.equal(other('hypercorn', 'gunicorn.conf.py', 'max_requests = 9\n'), 'gunicorn');
    assert.equal(other('unicorn', 'puma.rb', 'workers 4\n'), 'puma');
    assert.equal(other('gunicorn', 'gunicorn.conf.py', 'bind = "x"\n'), undefined);
    assert.equal(other('gunicorn', 'celery/conf.py', 'bind = "x"\n'), undefined);
  });

  it('is told by settings that the server asked about does not know', () => {
    assert.equal(other('gunicorn', 'settings.py', 'CELERY_WORKER_MAX_TASKS_PER_CHILD = 9\n'), 'celery');
    assert.equal(other('celery', 'conf.py', 'max_requests = 9\n'), 'gunicorn');
    assert.equal(other('hypercorn', 'conf.py', 'max_requests = 9\n'), undefined);
    assert.equal(other('gunicorn', 'conf.py', 'workers = 4\n'), undefined);
  });

  it('is told by the commands in it, of which one may be right', () => {
    assert.equal(other('uwsgi', 'Procfile', 'web: gunicorn --max-requests 9 app\n'), 'gunicorn');
    assert.equal(other('uwsgi', 'Procfile', `# not uwsgi\n${PROCFILE}`), 'gunicorn');
    for (const asked of ['gunicorn', 'celery']) assert.equal(other(asked, 'Procfile', PROCFILE), undefined);
    assert.equal(other('unicorn', 'Procfile', PROCFILE), 'gunicorn');
    assert.equal(other('php-fpm', 'start.sh', 'exec php-fpm8.2 --nodaemonize\n'), undefined);
  });
});
