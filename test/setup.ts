import fc from 'fast-check';

/** The suite draws the same cases on every machine; `npm run fuzz -- <count> <seed>` is where new ones are looked for. */
fc.configureGlobal({ seed: 20_261_125 });
