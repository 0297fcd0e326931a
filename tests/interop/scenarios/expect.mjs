// @ts-check
// The few assertions that the scenarios need, for pages and for Node alike.

/**
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} [what]
 */
export function expectEqual(actual, expected, what = "value") {
  const [got, wanted] = [describe(actual), describe(expected)];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`);
}

/**
 * @param {unknown} condition
 * @param {string} what
 * @returns {asserts condition}
 */
export function expect(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

/**
 * The rejection of a promise that must be rejected.
 *
 * @param {PromiseLike<unknown>} promise
 * @returns {Promise<any>}
 */
export async function expectRejection(promise) {
  const outcome = await Promise.resolve(promise).then(
    (value) => ({ value }),
    (reason) => ({ reason }),
  );
  if ("reason" in outcome) return outcome.reason;
  throw new Error(`expected a rejection, got ${describe(outcome.value)}`);
}

/**
 * Waits until a store's state is as wanted.
 *
 * @param {{subscribe: (listener: (state: any) => void) => () => void}} store
 * @param {(state: any) => boolean} isWanted
 * @param {string} what
 * @returns {Promise<any>}
 */
export function expectState(store, isWanted, what) {
  return new Promise((resolve, reject) => {
    /** @type {unknown} */
    let last;
    let stop = () => {};
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`expected ${what}, the last state was ${describe(last)}`));
    }, 8000);
    stop = store.subscribe((state) => {
      last = state;
      if (!isWanted(state)) return;
      clearTimeout(timer);
      // A subscriber is called while it subscribes, when there is nothing to stop yet.
      setTimeout(() => stop());
      resolve(state);
    });
  });
}

/** @param {unknown} value */
function describe(value) {
  return JSON.stringify(value, (_, inner) => (inner === undefined ? "(undefined)" : inner));
}
