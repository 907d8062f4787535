// Visits pages and prints, for each, what it says, as JSON:  node visit.mjs chrome|firefox PROGRAM URL…
import puppeteer from "puppeteer-core";

const [, , name, executablePath, ...urls] = process.argv;
// Root, as in containers, gets no sandbox in Chromium.
const args = name === "chrome" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await puppeteer.launch({ browser: name, executablePath, args });
const pages = [];
for (const url of urls) pages.push(await visit(url));
await browser.close();
console.log(JSON.stringify(pages));

/** What the page shows, of itself and of its worker. */
async function visit(url) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const response = await page.goto(url);
  const textOf = async (selector) => {
    const element = await page.waitForSelector(`${selector}:not(:empty)`, { timeout: 60_000 });
    return element.evaluate(({ textContent }) => textContent);
  };
  const answers = [JSON.parse(await textOf("#page-answers")), JSON.parse(await textOf("#worker-answers"))];
  const status = [await textOf("#page-status"), await textOf("#worker-status")];
  const chartHeights = await page.$$eval("img", async (images) => {
    await Promise.all(images.map((image) => image.decode()));
    return images.map(({ clientHeight }) => clientHeight);
  });
  await page.close();
  return { errors, policy: response.headers()["content-security-policy"], status, answers, chartHeights };
}
