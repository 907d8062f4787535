/** What every benchmark is told. */
export interface BenchOptions {
  /** Fewer and smaller problems, less time for each. */
  quick: boolean;
  /** Searches long for better values than the best known ones, and writes them down, instead of measuring. */
  improve: boolean;
  /** Takes finished parts of the report, in Markdown. */
  print(markdown: string): void;
  /** Takes a chart, as SVG. */
  draw(svg: string): void;
}
