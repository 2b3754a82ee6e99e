// Preloaded: constants of src/ranking get the values in SWAPPED_CONSTANTS, {"file#NAME": "value"}.
import { register } from 'node:module';

register('./swap-hooks.mjs', import.meta.url, { data: JSON.parse(process.env['SWAPPED_CONSTANTS'] ?? '{}') });
