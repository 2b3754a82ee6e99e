/** What can be given to `--trace`: an endpoint as rankings name it, or a task. One line, without quotes. */
export function isTraceable(endpoint: string): boolean {
  return /^[\w!#-.:<>^{}~]+(?: \/[!-~]*)?$|^\/[!-~]*$/.test(endpoint);
}
