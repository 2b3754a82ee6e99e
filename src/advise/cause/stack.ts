/** What runs the code of an endpoint. */
export type Stack = 'wsgi' | 'asgi' | 'celery' | 'ruby' | 'node' | 'php';
