import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

export interface LineChartOptions {
  title: string;
  /** The horizontal axis is logarithmic. */
  x: { name: string };
  /** Logarithmic where no range is given. */
  y: { name: string; from?: number; to?: number };
  /** Series of one name share a colour; the legend names each colour once. */
  series: { name: string; dashed?: boolean; points: [x: number, y: number][] }[];
}

const palette = ["#4c63b6", "#2f9e62", "#d9822b", "#c0392b", "#7b4fa3", "#1f8a9e", "#6b6b6b"];

/** A line chart as SVG. */
export function lineChart({ title, x, y, series }: LineChartOptions): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 900, height: 460 });
  const names = [...new Set(series.map(({ name }) => name))];
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    title: { text: title, left: "center", textStyle: { fontSize: 15 } },
    legend: { orient: "vertical", right: 8, top: "middle", data: names },
    grid: { left: 64, right: 236, top: 44, bottom: 52 },
    xAxis: { type: "log", name: x.name, nameLocation: "middle", nameGap: 28, min: "dataMin", max: "dataMax" },
    yAxis: { type: y.from === undefined ? "log" : "value", name: y.name, min: y.from, max: y.to },
    series: series.map(({ name, dashed, points }) => ({
      type: "line",
      name,
      data: points,
      symbolSize: 6,
      color: palette[names.indexOf(name) % palette.length],
      lineStyle: { type: dashed ? "dashed" : "solid" },
    })),
  });
  // The same chart is the same text, whichever it is of those that a process draws.
  const svg = chart.renderToSVGString().replaceAll(/zr\d+-/g, "zr-");
  chart.dispose();
  return `${svg}\n`;
}
