/* A network of a result: two columns that name the ends of a line, and a number, if there is one, for its width. Drawn as SVG. */

window.PolicyGraphNetwork = (() => {
  const SHOWN = 120; // lines
  const SIZE = 640;
  const { make } = window.PolicyGraphChart;

  const isNumber = (term) => /#(integer|decimal|double|float)$/.test(term?.datatype ?? "");

  /* Return the two columns of the ends, names before addresses, and that of the width. */
  const columns = (results) => {
    const variables = results?.getVariables?.() ?? [];
    const rows = results?.getBindings?.() ?? [];
    if (rows.length < 2) return null;
    const full = variables.filter((variable) => rows.every((row) => row[variable]));
    const width = full.find((variable) => rows.every((row) => isNumber(row[variable])));
    const named = full.filter((variable) => rows.every((row) => row[variable]["xml:lang"]));
    const things = full.filter((variable) => rows.every((row) => row[variable].type === "uri"));
    const ends = named.length > 1 ? named : things;
    return ends.length > 1 ? { ends: ends.slice(0, 2), width } : null;
  };

  const short = (term) => (term.type === "uri" ? decodeURI(term.value).replace(/^.*[#/](?=.)/, "") : term.value);

  /* Put who has most lines beside whom they lead to: nodes go round in the order in which lines reach them. */
  const around = (edges) => {
    const near = new Map();
    for (const { from, to } of edges)
      for (const [one, other] of [
        [from, to],
        [to, from],
      ])
        near.set(one, [...(near.get(one) ?? []), other]);
    const order = [];
    const byLines = [...near.keys()].sort((one, other) => near.get(other).length - near.get(one).length);
    const visit = (node) => {
      if (order.includes(node)) return;
      order.push(node);
      for (const next of near.get(node)) if (near.get(next).length < 3) visit(next);
    };
    for (const node of byLines) visit(node);
    return order;
  };

  class Network {
    priority = 4;

    constructor(yasr) {
      this.yasr = yasr;
      this.label = Network.say("view_network");
    }

    canHandleResults() {
      return columns(this.yasr.results) !== null;
    }

    draw() {
      const { ends, width } = columns(this.yasr.results);
      const all = this.yasr.results.getBindings();
      const edges = all.slice(0, SHOWN).map((row) => ({
        from: short(row[ends[0]]),
        to: short(row[ends[1]]),
        weight: width ? Number(row[width].value) : 1,
      }));
      const figure = document.createElement("figure");
      figure.className = "network picture";
      const told = Network.say("network_of", { from: ends[0], to: ends[1] });
      figure.append(this.picture(edges, told));
      const caption = document.createElement("figcaption");
      const cut = all.length > SHOWN ? ` ${Network.say("chart_cut", { n: SHOWN })}` : "";
      caption.textContent = `${told}${width ? ` ${Network.say("network_width", { width })}` : ""}${cut}`;
      figure.append(caption);
      this.yasr.resultsEl.append(figure);
    }

    picture(edges, told) {
      const nodes = around(edges);
      const middle = SIZE / 2;
      const radius = middle - 150; // names stand outside
      const most = Math.max(...edges.map((edge) => edge.weight));
      const places = new Map(
        nodes.map((node, index) => {
          const angle = (index / nodes.length) * 2 * Math.PI - Math.PI / 2;
          return [node, { angle, x: middle + radius * Math.cos(angle), y: middle + radius * Math.sin(angle) }];
        }),
      );
      const svg = make("svg", {
        viewBox: `0 0 ${SIZE} ${SIZE}`,
        width: SIZE,
        height: SIZE,
        role: "img",
        "aria-label": told,
      });
      for (const { from, to, weight } of edges) {
        const [one, other] = [places.get(from), places.get(to)];
        const line = make("path", {
          class: "tie",
          d: `M${one.x},${one.y} Q${middle},${middle} ${other.x},${other.y}`,
          "stroke-width": 0.75 + (weight / most) * 5,
        });
        line.append(make("title", {}, `${from} – ${to}${most === 1 ? "" : `: ${weight}`}`));
        svg.append(line);
      }
      for (const [node, { angle, x, y }] of places) {
        const left = Math.cos(angle) < 0;
        const turned = (angle * 180) / Math.PI + (left ? 180 : 0);
        const text = make(
          "text",
          {
            transform: `translate(${x},${y}) rotate(${turned}) translate(${left ? -8 : 8},0)`,
            "text-anchor": left ? "end" : "start",
            "dominant-baseline": "central",
          },
          [...node].length > 12 ? `${[...node].slice(0, 11).join("")}…` : node,
        );
        text.append(make("title", {}, node));
        svg.append(make("circle", { cx: x, cy: y, r: 4 }), text);
      }
      return svg;
    }

    getIcon() {
      const svg = make("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
      svg.append(make("path", { d: "M3,3 L13,6 L6,13 z", fill: "none", stroke: "currentColor" }));
      for (const [cx, cy] of [
        [3, 3],
        [13, 6],
        [6, 13],
      ])
        svg.append(make("circle", { cx, cy, r: 2.5, fill: "currentColor" }));
      return svg;
    }
  }

  return {
    register: (Yasr, say) => {
      Object.assign(Network, { say });
      Yasr.registerPlugin("network", Network);
    },
  };
})();
