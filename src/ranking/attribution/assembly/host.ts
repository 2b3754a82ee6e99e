/** Functions of JavaScript's Math: those of a library of our own would differ in the last bit. */

export declare function cos(x: f64): f64;
export declare function exp(x: f64): f64;
export declare function log(x: f64): f64;
export declare function log1p(x: f64): f64;
