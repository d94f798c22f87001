/** How long a command may calculate before it looks at signals and lets output leave, ms. */
const LONGEST_MS = 50;

/** A call that yields to the event loop when it is due; true after it has done so. */
export function breather(): () => Promise<boolean> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < LONGEST_MS) return false;
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
    return true;
  };
}
