/** One chain of draws of sets of columns: as src/ranking/attribution/chain.ts, where it is explained. */
import { halfEvidence, logHalfEvidence, positiveNormal, random } from './half-normal';
import { exp } from './host';

/** The places of what a chain works with: numbers of eight bytes, one for each column, but for `gram`, which has one for each pair. */
@unmanaged
class Chain {
  size: u32 = 0;
  changes: i32 = 0;
  company: i32 = 0;
  seed: u32 = 0;
  gram: usize = 0;
  value: usize = 0;
  gradient: usize = 0;
  root: usize = 0;
  logOdds: usize = 0;
  odds: usize = 0;
  /** By how many others are in: at least one number. */
  companyLogs: usize = 0;
  companyOdds: usize = 0;
  weights: usize = 0;
  chance: usize = 0;
  asOf: usize = 0;
  isAlone: usize = 0;
}

function at(place: usize, i: usize): f64 {
  return load<f64>(place + (i << 3));
}

function put(place: usize, i: usize, x: f64): void {
  store<f64>(place + (i << 3), x);
}

/** Makes a chain at a place that has room for 16 numbers of four bytes; see `Chain` for the rest. */
export function newChain(
  place: usize,
  size: u32,
  gram: usize,
  value: usize,
  gradient: usize,
  root: usize,
  logOdds: usize,
  odds: usize,
  companyLogs: usize,
  companyOdds: usize,
  weights: usize,
  chance: usize,
  asOf: usize,
  isAlone: usize,
): void {
  const chain = changetype<Chain>(place);
  chain.size = size;
  chain.changes = 0;
  chain.company = 0;
  chain.seed = 1;
  chain.gram = gram;
  chain.value = value;
  chain.gradient = gradient;
  chain.root = root;
  chain.logOdds = logOdds;
  chain.odds = odds;
  chain.companyLogs = companyLogs;
  chain.companyOdds = companyOdds;
  chain.weights = weights;
  chain.chance = chance;
  chain.asOf = asOf;
  chain.isAlone = isAlone;
}

/** Draws column j, which is zero, as one that is in. */
export function take(place: usize, j: u32): void {
  draw(changetype<Chain>(place), j);
}

/** See `Chain.sweep` of src/ranking/attribution/chain.ts; writes the columns that are in to `chosen` and returns how many. */
export function sweep(place: usize, probability: usize, sweeps: f64, chosen: usize): u32 {
  const chain = changetype<Chain>(place);
  const size = <usize>chain.size;
  let count: u32 = 0;
  for (let j: usize = 0; j < size; j++) {
    if (at(chain.logOdds, j) == -Infinity) continue;
    if (at(chain.value, j) != 0) set(chain, j, 0);
    if (at(chain.asOf, j) != <f64>chain.changes) {
      const others = at(chain.isAlone, j) == 1 ? <f64>1 : at(chain.companyOdds, chain.company);
      const now = at(chain.odds, j) * others * halfEvidence(at(chain.gradient, j) / at(chain.root, j));
      put(chain.chance, j, now < Infinity ? now / (1 + now) : 1);
      put(chain.asOf, j, chain.changes);
    }
    const chance = at(chain.chance, j);
    put(probability, j, at(probability, j) + chance / sweeps);
    if (random(offsetof<Chain>('seed') + place) < chance) draw(chain, j);
    if (at(chain.value, j) > 0) {
      store<u32>(chosen + ((<usize>count) << 2), <u32>j);
      count++;
    }
  }
  return count;
}

/** See `Chain.handOverSome`. */
export function handOverSome(place: usize, chosen: usize, count: u32): void {
  const chain = changetype<Chain>(place);
  for (let i: u32 = 0; i < count; i++) {
    const which = chosen + ((<usize>floor(random(place + offsetof<Chain>('seed')) * <f64>count)) << 2);
    store<u32>(which, handOver(chain, load<u32>(which)));
  }
}

function handOver(chain: Chain, j: u32): u32 {
  set(chain, j, 0);
  let total = weighByOdds(chain);
  if (!(total > 0 && total < Infinity)) total = weighByLogs(chain);
  let left = random(changetype<usize>(chain) + offsetof<Chain>('seed')) * total;
  let i: u32 = 0;
  while (i < chain.size - 1 && left >= at(chain.weights, i)) left -= at(chain.weights, i++);
  const next = at(chain.weights, i) > 0 ? i : j;
  draw(chain, next);
  return next;
}

function weighByOdds(chain: Chain): f64 {
  const size = <usize>chain.size;
  const inCompany = at(chain.companyOdds, chain.company);
  let total: f64 = 0;
  for (let i: usize = 0; i < size; i++) {
    if (at(chain.value, i) != 0 || at(chain.logOdds, i) == -Infinity) {
      put(chain.weights, i, 0);
      continue;
    }
    const others = at(chain.isAlone, i) == 1 ? <f64>1 : inCompany;
    const weight = at(chain.odds, i) * others * halfEvidence(at(chain.gradient, i) / at(chain.root, i));
    put(chain.weights, i, weight);
    total += weight;
  }
  return total;
}

function weighByLogs(chain: Chain): f64 {
  const size = <usize>chain.size;
  let greatest = -Infinity;
  for (let i: usize = 0; i < size; i++) {
    put(chain.weights, i, at(chain.value, i) == 0 ? logWeight(chain, i) : -Infinity);
    greatest = max<f64>(greatest, at(chain.weights, i));
  }
  let total: f64 = 0;
  for (let i: usize = 0; i < size; i++) {
    const weight = exp(at(chain.weights, i) - greatest);
    put(chain.weights, i, weight);
    total += weight;
  }
  return total;
}

function logWeight(chain: Chain, j: usize): f64 {
  const others = at(chain.isAlone, j) == 1 ? <f64>0 : at(chain.companyLogs, chain.company);
  return at(chain.logOdds, j) + others + logHalfEvidence(at(chain.gradient, j) / at(chain.root, j));
}

function draw(chain: Chain, j: usize): void {
  const root = at(chain.root, j);
  const seed = changetype<usize>(chain) + offsetof<Chain>('seed');
  set(chain, j, positiveNormal(at(chain.gradient, j) / root, seed) / root);
}

function set(chain: Chain, j: usize, value: f64): void {
  const before = at(chain.value, j);
  const change = value - before;
  if (change == 0) return;
  chain.changes++;
  if (at(chain.isAlone, j) == 0) chain.company += <i32>(value > 0) - <i32>(before > 0);
  put(chain.value, j, value);
  const size = <usize>chain.size;
  const row = chain.gram + ((j * size) << 3);
  const by = -change;
  for (let i: usize = 0; i < size; i++) put(chain.gradient, i, at(chain.gradient, i) + by * at(row, i));
}
