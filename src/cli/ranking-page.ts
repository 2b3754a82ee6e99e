/** The page of one ranking, as `--output html` of `parse` and `advise` makes it. */
import type { WholeAdvice } from '../advise/whole-advice.ts';
import type { Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { withoutDirectory } from './redact.ts';

/** Names of logs in the title of a page; more are counted. */
const NAMED = 3;

/** The page, with this advice in its place. What draws it is loaded only here: a table should not wait for it. */
export async function rankingPage(
  profile: Profile,
  ranking: Ranking,
  advice: WholeAdvice | undefined,
  isStatic: boolean,
): Promise<string> {
  const { renderPage } = await import('../report/page.ts');
  const names = ranking.inputs.map((name) => (name === '-' ? 'stdin' : withoutDirectory(name)));
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return renderPage({
    profile,
    ranking,
    title: `${names.slice(0, NAMED).join(', ')}${more}`,
    acknowledged: ranking.acknowledged ?? [],
    advice,
    isStatic,
  });
}
