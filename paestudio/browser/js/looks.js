// Says in words how a thing without words looks: its colour, and of a drawn shape what it is and whether it is a
// large or a small one of its picture.
(() => {
  const page = globalThis[Symbol.for("paestudio.page")];
  if (page.look) return;
  const NAMED = { "0,0,0": "black", "255,255,255": "white", "128,128,128": "grey", "255,0,0": "red", "0,128,0": "green",
    "0,0,255": "blue", "255,255,0": "yellow", "0,255,255": "cyan", "255,0,255": "magenta", "128,0,128": "purple",
    "255,165,0": "orange", "255,192,203": "pink", "128,128,0": "olive", "0,255,0": "lime", "0,0,128": "navy",
    "128,0,0": "maroon", "0,128,128": "teal", "165,42,42": "brown", "192,192,192": "silver" };
  const HUES = [[15, "red"], [42, "orange"], [68, "yellow"], [165, "green"], [195, "cyan"], [258, "blue"], [290, "purple"],
    [330, "magenta"], [361, "red"]];
  const SIDES = { 3: "triangle", 5: "pentagon", 6: "hexagon", 7: "heptagon", 8: "octagon" };
  const SHAPES = "circle, ellipse, rect, polygon, text";

  // "rgb(200, 10, 10)" → "red"; "" for what is clear or no plain colour.
  function colour(css) {
    const numbers = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(css || "");
    if (!numbers || Number(numbers[4] ?? 1) < 0.1) return "";
    const [r, g, b] = numbers.slice(1, 4).map(Number);
    const known = NAMED[[r, g, b].join(",")];
    if (known) return known;
    const top = Math.max(r, g, b), low = Math.min(r, g, b), span = top - low, light = (top + low) / 510;
    if (span < 20 || span / (255 * (1 - Math.abs(2 * light - 1)) || 1) < 0.12) {
      return light < 0.15 ? "black" : light > 0.92 ? "white" : light < 0.45 ? "dark grey" : "grey";
    }
    const turn = top === r ? ((g - b) / span + 6) % 6 : top === g ? (b - r) / span + 2 : (r - g) / span + 4;
    const hue = HUES.find(([end]) => turn * 60 < end)[1];
    return light < 0.25 ? `dark ${hue}` : light > 0.75 ? `light ${hue}` : hue;
  }

  // The author's own word for a colour, where there is one, else the nearest.
  const painted = (word, css) => (/^(?!none|transparent|inherit|initial|unset|currentcolor|var)[a-z]+$/.test(word || "") && colour(css)
    ? word : colour(css));

  function shape(el) {
    switch (el.tagName) {
      case "circle": return "circle";
      case "ellipse": return "ellipse";
      case "rect": return "rectangle";
      case "polygon": return el.points.numberOfItems === 4 ? "four-sided shape" : SIDES[el.points.numberOfItems] || "polygon";
      default: return "";
    }
  }

  const reach = (el) => (el.tagName === "text" ? parseFloat(getComputedStyle(el).fontSize)
    : Math.max(el.getBoundingClientRect().width, el.getBoundingClientRect().height));
  function size(el) {
    const all = [...el.ownerSVGElement.querySelectorAll(SHAPES)].slice(0, 200).map(reach).filter((n) => n > 0);
    const low = Math.min(...all), top = Math.max(...all);
    if (all.length < 2 || top < 1.4 * low) return "";
    return reach(el) > (low + top) / 2 ? "large" : "small";
  }

  // "small red circle" of a drawn shape or letter, "red" of a plain coloured box, "" of anything else.
  function look(el) {
    if (el instanceof SVGElement) {
      if (!el.ownerSVGElement || !el.matches(SHAPES)) return "";
      const style = getComputedStyle(el);
      return [size(el), painted(el.getAttribute("fill"), style.fill) || colour(style.stroke), shape(el)].filter(Boolean).join(" ");
    }
    if (el.firstElementChild || /^(BUTTON|A|INPUT|SELECT|TEXTAREA|IMG)$/.test(el.tagName)) return "";
    const style = getComputedStyle(el);
    return style.backgroundImage === "none" ? painted(el.style.backgroundColor, style.backgroundColor) : "";
  }

  // A shape that is part of a picture rather than of an icon.
  function drawn(el) {
    if (!(el instanceof SVGElement) || !shape(el) || el.ownerSVGElement.getBoundingClientRect().width < 60) return "";
    const rect = el.getBoundingClientRect();
    return rect.width >= 4 && rect.height >= 4 ? look(el) : "";
  }
  Object.assign(page, { colour, look, drawn });
})();
