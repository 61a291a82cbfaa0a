/** Where what the page shows was first found. */
export const PAPERS = {
  shumailov: {
    cite: 'I. Shumailov et al., AI models collapse when trained on recursively generated data, Nature 631, 2024',
    at: 'https://doi.org/10.1038/s41586-024-07566-y',
  },
  alemohammad: {cite: 'S. Alemohammad et al., Self-consuming generative models go MAD, ICLR 2024', at: 'https://arxiv.org/abs/2307.01850'},
  dohmatob: {
    cite: 'E. Dohmatob et al., A tale of tails: model collapse as a change of scaling laws, ICML 2024',
    at: 'https://arxiv.org/abs/2402.07043',
  },
  gerstgrasser: {
    cite: 'M. Gerstgrasser et al., Is model collapse inevitable? Breaking the curse of recursion by accumulating real and synthetic data, COLM 2024',
    at: 'https://arxiv.org/abs/2404.01413',
  },
  ferbach: {
    cite: 'D. Ferbach et al., Self-consuming generative models with curated data provably optimize human preferences, NeurIPS 2024',
    at: 'https://arxiv.org/abs/2407.09499',
  },
  drayson: {
    cite: 'G. Drayson, E. Yilmaz, V. Lampos, Machine-generated text detection prevents language model collapse, EMNLP 2025',
    at: 'https://arxiv.org/abs/2502.15654',
  },
  feng: {
    cite: 'Y. Feng et al., Beyond model collapse: scaling up with synthesized data requires verification, ICLR 2025',
    at: 'https://arxiv.org/abs/2406.07515',
  },
} as const;

export type PaperName = keyof typeof PAPERS;
