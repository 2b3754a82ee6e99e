// npm run readme: writes into README.md what its commands print today, and draws its picture again.
import { writeFileSync } from 'node:fs';
import { register } from 'tsx/esm/api';

register();
const { README, PICTURE, freshPicture, freshReadme } = await import('./shown.ts');
writeFileSync(README, await freshReadme());
writeFileSync(PICTURE, await freshPicture());
