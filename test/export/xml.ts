/**
 * A tree of the elements of an XML text without DTD, or an error for what is not well-formed: tags that do not nest,
 * attributes repeated or without quotes, stray `<` and `&`, characters that XML does not have.
 */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

export function parseXml(xml: string): XmlElement {
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml)) throw new Error("character outside XML");
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let position = 0;
  const token = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy;
  for (const match of xml.matchAll(token)) {
    position = match.index + match[0].length;
    const parent = open.at(-1)!;
    const [whole, closing, name, attributes, empty] = match;
    if (name === undefined) parent.text += decode(whole);
    else if (closing === "/") {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
    } else {
      const element = { name, attributes: readAttributes(attributes!), children: [], text: "" };
      parent.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  if (position !== xml.length) throw new Error(`not XML from ${JSON.stringify(xml.slice(position, position + 40))}`);
  if (open.length !== 1 || root.children.length !== 1) throw new Error("not one whole element");
  return root.children[0]!;
}

/** The element and all inside it, in document order. */
export function elements(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(elements)];
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, name!)) throw new Error(`attribute ${name} is repeated`);
    attributes[name!] = decode(value!);
  }
  return attributes;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+);)?/g, (_, code) => {
    if (code === undefined) throw new Error(`stray & in ${JSON.stringify(text.slice(0, 60))}`);
    return String.fromCodePoint(Number(code));
  });
}
