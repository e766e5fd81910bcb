// Loaded before each test file: gives fast-check its seed, and takes itself out of the environment, so that
// programs which the tests start do not inherit it.
import fc from 'fast-check';

const own = ` --import=${import.meta.url}`;
const rest = (process.env.NODE_OPTIONS ?? '').replace(own, '');
if (rest === '') delete process.env.NODE_OPTIONS;
else process.env.NODE_OPTIONS = rest;

fc.configureGlobal({ seed: Number(process.env.TF_SEED ?? 20_261_123) });
