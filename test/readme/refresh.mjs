// npm run readme: writes into README.md what its commands print today, and draws its pictures again.
import { writeFileSync } from 'node:fs';
import { register } from 'tsx/esm/api';

register();
const { LIVE_PICTURE, README, PICTURE, freshPicture, freshReadme } = await import('./shown.ts');
const { freshLivePicture } = await import('./live-picture.ts');
writeFileSync(README, await freshReadme());
writeFileSync(PICTURE, await freshPicture());
writeFileSync(LIVE_PICTURE, freshLivePicture());
