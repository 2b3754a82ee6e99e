/**
 * The loops that ranking spends most of its time in. A command ranks once: JavaScript would be done before they are compiled well.
 * Everything here is done as src/ranking/attribution does it without WebAssembly, sum for sum, so that both agree to the last bit.
 *
 * Memory is laid out by whoever calls (src/ranking/attribution/kernels.ts): all places are given.
 */
export { addProducts } from './products';
export { addProduct, solveAll } from './matrices';
export { handOverSome, newChain, sweep, take } from './chain';

/** Where memory may be used from. */
export function heapStart(): usize {
  return __heap_base;
}
