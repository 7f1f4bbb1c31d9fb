import type { Page } from 'playwright-core';

/** A text that stands out too little from what is behind it. */
export interface FaintText {
  readonly text: string;
  readonly element: string;
  readonly color: string;
  readonly behind: string;
  /** Contrast ratio, from 1 to 21. */
  readonly ratio: number;
}

/**
 * The visible texts of a page whose contrast is below level AA of WCAG 2.2 (1.4.3): 4.5, or 3 for large text. Texts of disabled controls,
 * and what is hidden from readers, are exempt.
 */
export function faintTexts(page: Page): Promise<readonly FaintText[]> {
  return page.evaluate(() => {
    type Color = readonly [red: number, green: number, blue: number, alpha: number];
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const paper = canvas.getContext('2d', { willReadFrequently: true });
    /** Any notation of CSS. */
    const colorOf = (text: string): Color => {
      if (!paper) throw new Error('There is no canvas.');
      paper.clearRect(0, 0, 1, 1);
      paper.fillStyle = text;
      paper.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = paper.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = ([r, g, b, a]: Color, [x, y, z]: Color): Color => {
      const mix = (top: number, below: number) => top * a + below * (1 - a);
      return [mix(r, x), mix(g, y), mix(b, z), 1];
    };
    const luminanceOf = (color: Color): number => {
      const [r = 0, g = 0, b = 0] = color.slice(0, 3).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratioOf = (one: Color, other: Color): number => {
      const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    };
    const pathOf = (element: Element): Element[] => {
      const path: Element[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) path.unshift(at);
      return path;
    };
    /** What lies behind an element's text, and how opaque the text is. */
    const behind = (element: Element): { readonly color: Color; readonly opacity: number } => {
      let color: Color = [255, 255, 255, 1];
      let opacity = 1;
      for (const part of pathOf(element)) {
        const style = getComputedStyle(part);
        opacity *= Number(style.opacity);
        const [r, g, b, a] = colorOf(style.backgroundColor);
        color = over([r, g, b, a * opacity], color);
      }
      return { color, opacity };
    };
    const isSeen = (element: Element): boolean => {
      const { width, height, top, left } = element.getBoundingClientRect();
      if (width < 2 || height < 2 || element.closest('[aria-hidden="true"], :disabled')) return false;
      if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      return hit !== null && (element.contains(hit) || hit.contains(element));
    };
    const ownText = (element: Element): string =>
      [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent ?? '')
        .join('')
        .trim();
    const found = [...document.body.querySelectorAll('*')].flatMap((element) => {
      const text = ownText(element);
      if (text === '' || !isSeen(element)) return [];
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const back = behind(element);
      const [r, g, b, a] = colorOf(style.color);
      const ratio = ratioOf(over([r, g, b, a * back.opacity], back.color), back.color);
      if (ratio >= (isLarge ? 3 : 4.5)) return [];
      const shown = `rgb(${back.color.slice(0, 3).map(Math.round).join(' ')})`;
      const name = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
      const about = { text: text.slice(0, 30), element: name, color: style.color, behind: shown };
      return [{ ...about, ratio: Math.round(ratio * 100) / 100 }];
    });
    return [...new Map(found.map((one) => [`${one.element} ${one.color} ${one.behind}`, one])).values()];
  });
}
