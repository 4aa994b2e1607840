/** Returns a function that answers as `of`, a pure one, and works out each answer once; it remembers as long as it lives. */
export function remembering<Key, Value>(of: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = of(key);
      known.set(key, value);
    }
    return value;
  };
}
