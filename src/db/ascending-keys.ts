/** Returns the keys of a map, ascending; most have few. `from` and a comparing `sort` cost several times as much. */
export function ascendingKeys(map: ReadonlyMap<number, unknown>): Float64Array {
  const keys = new Float64Array(map.size);
  let length = 0;
  for (const key of map.keys()) keys[length++] = key;
  return length > 1 ? keys.sort() : keys;
}
