/** `npm run sample-report`: makes reports/sample anew. */
import { makeSample, SAMPLE } from './make-sample.ts';

await makeSample(SAMPLE);
