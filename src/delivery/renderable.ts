import type { RenderedEnvironment } from '../stack/rendered-environment';

/** What delivery needs to know of an environment. */
export interface Renderable {
  /** Name of the environment and of its folder. */
  readonly name: string;
  /**
   * Everything that the environment writes, made anew with every call.
   *
   * @throws MeshTrustError when something in the environment is refused
   */
  render(): RenderedEnvironment;
}
