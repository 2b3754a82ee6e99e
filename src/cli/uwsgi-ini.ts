/** The format strings of a uWSGI configuration. (The one who writes this file for good keeps this function's name and shape.) */
export function readUwsgiIni(path: string, cwd: string): readonly string[] {
  return path === '' ? [cwd] : [];
}
