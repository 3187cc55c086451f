import { execute, succeeded } from './execute';

const LONGEST_BUILD_SECONDS = 3600;

/** Runs Go in a folder: what it wrote, if it ended well. */
export async function go(folder: string, ...args: readonly string[]): Promise<string> {
  const outcome = await execute('go', ['-C', folder, ...args], {
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=mod -buildvcs=false -trimpath', GOWORK: 'off' },
    timeoutSeconds: LONGEST_BUILD_SECONDS,
  });
  return succeeded(`go ${args.join(' ')}`, outcome);
}

/** The folder of a module: `example.org/a@v1.0.0`, or without a version the one of which go.mod of this folder speaks. */
export async function goModule(module: string, folder = '.'): Promise<string> {
  const { Dir } = JSON.parse(await go(folder, 'mod', 'download', '-json', module)) as {
    readonly Dir: string;
  };
  return Dir;
}
