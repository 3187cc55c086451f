/** Says of an environment that it has no SPIRE: whoever signs for Istio signs for every workload. */
export class NoSpire {
  // Without a member of its own, every object would pass for one.
  protected readonly isAbsent = true;
}

/** Whether an environment has SPIRE. */
export abstract class Spire {
  /** No server, no agent, no registrations: proxies get their certificates from whoever signs for Istio. */
  public static none(): NoSpire {
    return new NoSpire();
  }
}
