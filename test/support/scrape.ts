/** The metrics of a gateway: samples by name and labels. */
export interface Scrape {
  /** Names of all metrics, with or without samples. */
  readonly names: ReadonlySet<string>;
  /** The sum of all samples of this name that have these labels. */
  readonly sum: (name: string, labels?: Readonly<Record<string, string>>) => number;
  /** Distinct values of a label over all samples of this name. */
  readonly values: (name: string, label: string) => readonly string[];
  readonly text: string;
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads metrics in the Prometheus text format from a URL. */
export async function scrape(url: string | null): Promise<Scrape> {
  if (url === null) throw new Error('The gateway serves no metrics: set METRICS_PORT.');
  const answer = await fetch(url);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${text}`);
  const lines = text.split('\n');
  const names = new Set(lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []));
  const samples = lines.filter((line) => line !== '' && !line.startsWith('#')).map(sampleOf);
  const matching = (name: string, labels: Readonly<Record<string, string>>) =>
    samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    );
  return {
    names,
    text,
    sum: (name, labels = {}) => matching(name, labels).reduce((sum, { value }) => sum + value, 0),
    values: (name, label) => [...new Set(matching(name, {}).map(({ labels }) => labels[label] ?? ''))],
  };
}

function sampleOf(line: string): Sample {
  const found = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
  if (!found) throw new Error(`This is no sample: ${line}`);
  const [, name = '', inner = '', value = ''] = found;
  const labels = [...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [
    key,
    text,
  ]);
  return { name, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(value) };
}
