/** Answers that are remembered; then it begins anew. */
const MOST = 8_192;

/** Returns a function that answers as `of`, a pure one, and works out answers that are asked for again and again once. */
export function remembering<Key, Value>(of: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = of(key);
      if (known.size >= MOST) known.clear();
      known.set(key, value);
    }
    return value;
  };
}
