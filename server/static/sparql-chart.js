/* A chart of a result: bars of the last column of numbers, named by the first column of words, or by two of a pair. Drawn as SVG. */

window.PolicyGraphChart = (() => {
  const SHOWN = 40;
  const ROW = 26;
  const SVG = "http://www.w3.org/2000/svg";
  const NUMBER = /(integer|decimal|double|float|long|int|short|byte|nonNegativeInteger)$/;

  const make = (name, attributes, text) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const isNumber = (term) => NUMBER.test(term?.datatype ?? "") && Number.isFinite(Number(term.value));
  const shortened = (text, length) =>
    [...text].length > length ? `${[...text].slice(0, length - 1).join("")}…` : text;

  /* Return the variables to draw, or nothing where no column holds numbers in every row. */
  const columns = (results) => {
    const variables = results?.getVariables?.() ?? [];
    const rows = results?.getBindings?.() ?? [];
    if (!rows.length) return null;
    const numeric = variables.filter(
      (variable) => rows.every((row) => !row[variable] || isNumber(row[variable])) && rows.some((row) => row[variable]),
    );
    const others = variables.filter((variable) => !numeric.includes(variable));
    const words = others.filter((variable) => rows.some((row) => row[variable]?.["xml:lang"])).slice(0, 2); // names
    const named = others.find((variable) => rows.some((row) => row[variable] && row[variable].type !== "uri"));
    const value = numeric.at(-1);
    const labels = words.length ? words : [named ?? others[0] ?? numeric.find((each) => each !== value) ?? value];
    return value ? { value, labels } : null;
  };

  class Chart {
    priority = 5;

    constructor(yasr) {
      this.yasr = yasr;
      this.label = Chart.say("view_chart");
    }

    canHandleResults() {
      return columns(this.yasr.results) !== null;
    }

    draw() {
      const { value, labels } = columns(this.yasr.results);
      const label = labels.join(" – ");
      const all = this.yasr.results.getBindings().filter((row) => row[value]);
      const rows = all.slice(0, SHOWN);
      const figure = document.createElement("figure");
      figure.className = "chart picture";
      figure.append(this.picture(rows, value, labels));
      const caption = document.createElement("figcaption");
      const cut = all.length > SHOWN ? ` ${Chart.say("chart_cut", { n: SHOWN })}` : "";
      caption.textContent = `${Chart.say("chart_of", { value, label })}${cut}`;
      figure.append(caption);
      this.yasr.resultsEl.append(figure);
    }

    picture(rows, value, labels) {
      const width = Math.max(320, this.yasr.resultsEl.clientWidth || 640);
      const room = Math.min(width * 0.45, 320); // for the names
      const numbers = rows.map((row) => Number(row[value].value));
      const most = Math.max(0, ...numbers);
      const least = Math.min(0, ...numbers);
      const scale = (width - room - 70) / (most - least || 1);
      const zero = room + 8 - least * scale;
      const svg = make("svg", {
        width,
        height: rows.length * ROW + 8,
        role: "img",
        "aria-label": Chart.say("chart_of", { value, label: labels.join(" – ") }),
      });
      rows.forEach((row, index) => {
        const middle = index * ROW + ROW / 2 + 4;
        const names = labels.map((label) => row[label]?.value ?? "");
        const name = names.join(" – ");
        const most = Math.floor(room / (/[\u4e00-\u9fff]/.test(name) ? 13.5 : 7.2) / names.length); // characters of each
        const length = numbers[index] * scale;
        const text = make(
          "text",
          { x: room, y: middle, "text-anchor": "end", "dominant-baseline": "central" },
          names.map((each) => shortened(each, most)).join(" – "),
        );
        text.append(make("title", {}, name));
        svg.append(
          text,
          make("rect", {
            x: Math.min(zero, zero + length),
            y: middle - 8,
            width: Math.max(1, Math.abs(length)),
            height: 16,
            rx: 2,
          }),
        );
        svg.append(
          make(
            "text",
            { x: Math.max(zero, zero + length) + 6, y: middle, "dominant-baseline": "central" },
            Chart.number.format(numbers[index]),
          ),
        );
      });
      svg.append(make("line", { class: "axis", x1: zero, x2: zero, y1: 0, y2: rows.length * ROW + 8 }));
      return svg;
    }

    getIcon() {
      const svg = make("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
      for (const [y, width] of [
        [1, 14],
        [6, 9],
        [11, 5],
      ])
        svg.append(make("rect", { x: 1, y, width, height: 4, fill: "currentColor" }));
      return svg;
    }
  }

  return {
    make,
    register: (Yasr, say, number) => {
      Object.assign(Chart, { say, number });
      Yasr.registerPlugin("chart", Chart);
    },
  };
})();
