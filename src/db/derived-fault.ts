/** A change would take a derived number below zero: the derived rows no longer describe the heartbeats. */
export class DerivedFault extends Error {}
