import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

export interface LineChartOptions {
  title: string;
  /** The horizontal axis is logarithmic. */
  x: string;
  y: { name: string; from: number; to: number };
  series: { name: string; dashed?: boolean; points: [x: number, y: number][] }[];
}

/** A line chart as SVG. */
export function lineChart({ title, x, y, series }: LineChartOptions): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 760, height: 460 });
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    title: { text: title, left: "center", textStyle: { fontSize: 15 } },
    legend: { bottom: 0 },
    grid: { left: 64, right: 24, top: 44, bottom: 92 },
    xAxis: { type: "log", name: x, nameLocation: "middle", nameGap: 28, min: "dataMin", max: "dataMax" },
    yAxis: { type: "value", name: y.name, min: y.from, max: y.to },
    series: series.map(({ name, dashed, points }) => ({
      type: "line",
      name,
      data: points,
      symbolSize: 6,
      lineStyle: { type: dashed ? "dashed" : "solid" },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
