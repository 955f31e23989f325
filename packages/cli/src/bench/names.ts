/** What `fewbits bench` can measure. Data alone: help and completion read it. */

/** The kernels, with what a measurement of each is and takes with all peers. */
export const kernelDocs = {
  'online-memory': 'updates of 65536 synapses of 7 groups; about 20 s a round',
  'online-memory-experiment': 'the whole experiment at the 59 standard ages beside bare updates; about 20 s a round',
  scan: 'stabilities of 1600 patterns at N = 4096; about 3 s a round',
  update: 'clipped updates of 4096 hidden states; about 2 s a round',
  'mills-ratio': 'slopes of the logarithm of the normal law, single precision; about 3 s a round',
  sbpi: 'whole solves at N = 1001, alpha = 0.6; about 17 s a round',
  rbp: 'whole solves at N = 1001, alpha = 0.7; about 3 s a round',
} as const;

export type KernelName = keyof typeof kernelDocs;

export const kernelNames: readonly KernelName[] = Object.keys(kernelDocs) as KernelName[];

export const benchNames: readonly string[] = [...kernelNames, 'orchestrator'];
