import { packageSays } from '../package-says';
import { LIVE_CASES } from './cases';
test('says', () => {
  const answers = packageSays(LIVE_CASES.slice(19));
  for (const [id, a] of answers)
    process.stderr.write(
      `${id}: ${a.when} ${a.objections.map((o) => `${o.code} ${o.problem.slice(0, 130)}`).join(' | ')}\n`,
    );
}, 300000);
