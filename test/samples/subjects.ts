import { Bookinfo, type BookinfoProps } from '../../src/samples/bookinfo';
import { Sample, type BookinfoOptions } from '../../src/samples/sample';
import { DnsName } from '../../src/trust/dns-name';
import { ImageSource } from '../../src/trust/image-source';
import type { Subject } from '../support/bad-inputs';
import { emptyChart } from '../support/manifests';

/** Everything of `src/samples` that takes properties. */
export const sampleSubjects: readonly Subject[] = [
  {
    name: 'Bookinfo',
    props: {
      namespace: 'bookinfo',
      injection: { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } },
      images: ImageSource.upstream(),
    },
    required: ['namespace', 'injection'],
    build: (props: BookinfoProps) => new Bookinfo(emptyChart(), 'Bookinfo', props),
  },
  {
    name: 'Sample.bookinfo',
    props: { namespace: 'bookinfo', hosts: [DnsName.of('bookinfo.example.com')] },
    required: [],
    build: (options: BookinfoOptions) => Sample.bookinfo(options),
  },
];
