/** What JavaScript is asked: all that is rare, and all that has a name. */

/** The time at `at`, 24 bytes, in whole seconds; below 0 if it is none. */
export declare function readTime(at: usize): f64;

/** The number of the endpoint of a request, from 1; below 0 if there are too many in this run. */
export declare function endpointOf(methodStart: usize, pathStart: usize, pathEnd: usize, status: u32): i32;

/** Offers a path as an example of its endpoint; whether more are wanted. `line` counts from the first that was handed over. */
export declare function offerExample(endpoint: i32, line: u32, pathStart: usize, pathEnd: usize): bool;
