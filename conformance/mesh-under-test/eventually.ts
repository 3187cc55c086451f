/** Asks again until it is so: `true`, or what was seen instead, which a failure then shows. */
export async function eventually(
  what: string,
  ask: () => Promise<true | string>,
  seconds = 90,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await ask();
    if (seen === true) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${seconds} s: ${what}\n${seen}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
