/* The query page with scripts: YASGUI's editor in place of the text field, and its table, our chart and downloads below.
   Without this file, or without YASGUI, the page is a form that works. Nothing here asks another host. */

(() => {
  const { Yasqe, Yasr } = window.Yasgui ?? {};
  const settings = JSON.parse(document.getElementById("settings").textContent);
  if (!Yasqe || !Yasr) return;

  const byId = (id) => document.getElementById(id);
  const say = (key, values = {}) => settings.words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const language = document.documentElement.lang.slice(0, 2);
  const field = byId("query");
  const form = byId("ask");

  /* ---- what the editor completes: our prefixes, classes and properties, with their labels -------------------------- */

  const terms = fetch(settings.terms).then((response) => response.json());
  const labels = new Map();
  let ours = {};
  terms.then(({ prefixes, classes, properties }) => {
    ours = prefixes;
    for (const term of [...classes, ...properties]) labels.set(term.iri, term.label[language] ?? "");
  });

  const written = (hint, prefixes) => {
    const [, prefix, local] = hint.text.match(/^([^:<]*):(.*)$/) ?? [];
    return prefix === undefined ? hint.text.slice(1, -1) : (prefixes[prefix] ?? "") + local;
  };

  const withMeaning = (yasqe, hints) => {
    const prefixes = yasqe.getPrefixesFromQuery();
    return hints.map((hint) => ({
      ...hint,
      render: (element) => {
        element.textContent = hint.text;
        const meaning = document.createElement("span");
        meaning.className = "meaning";
        meaning.textContent = labels.get(written(hint, prefixes)) ?? "";
        element.append(meaning);
      },
    }));
  };

  const complete = (name, get, more = {}) => {
    const known = Yasqe.Autocompleters[name];
    Yasqe.Autocompleters[name] = { ...known, ...more, name, get, persistenceId: undefined };
  };

  /* A term is found by the beginning of its IRI, or by a part of its name or of its meaning in either language. */
  const meant = (kind) => async (_yasqe, token) => {
    const asked = (token?.autocompletionString ?? token?.string ?? "").replace(/^</, "");
    const part = (asked.includes("/") ? "" : asked).toLowerCase();
    return (await terms)[kind]
      .filter(({ iri, label }) => {
        const names = [iri.slice(Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1), ...Object.values(label)];
        return iri.startsWith(asked) || (part && names.some((name) => name.toLowerCase().includes(part)));
      })
      .map(({ iri }) => iri);
  };
  const asWritten = (yasqe, _token, iri) => {
    const known = Object.entries({ ...ours, ...yasqe.getPrefixesFromQuery() });
    const declared = known.filter(([prefix]) => prefix in yasqe.getPrefixesFromQuery());
    const fit = declared.find(([, space]) => iri.startsWith(space) && !/[#/]/.test(iri.slice(space.length)));
    return fit ? `${fit[0]}:${iri.slice(fit[1].length)}` : `<${iri}>`;
  };

  const byMeaning = { bulk: false, postProcessSuggestion: asWritten, postprocessHints: withMeaning };
  complete("class", meant("classes"), byMeaning);
  complete("property", meant("properties"), byMeaning);
  complete(
    "prefixes",
    async () => Object.entries((await terms).prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`),
    { bulk: true },
  );

  /* ---- the editor -------------------------------------------------------------------------------------------------- */

  const hidden = [...form.querySelectorAll("input[type=hidden]:not([name=lang])")];
  const dataset = hidden.map(({ name, value }) => ({ name, value }));
  const place = document.createElement("div");
  field.before(place);

  const yasqe = new Yasqe(place, {
    value: field.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false, // the form has one
    resizeable: false,
    editorHeight: "auto", // the whole query is seen, and nothing scrolls inside the page
    viewportMargin: Infinity,
    screenReaderLabel: say("query"),
    lineWrapping: true,
    extraKeys: { Tab: false, "Shift-Tab": false }, // a page is left with Tab, also from here
    requestConfig: {
      endpoint: new URL(form.action).href,
      method: () => (fits(yasqe.getValue()) ? "GET" : "POST"),
      args: dataset,
      acceptHeaderGraph: "text/turtle,application/problem+json;q=0.9",
      acceptHeaderSelect: "application/sparql-results+json,application/problem+json;q=0.9",
    },
  });
  field.hidden = true;
  field.required = false; // a hidden field that is required would stop the form
  field.removeAttribute("name");
  form.querySelector("label").htmlFor = "";
  form.querySelector("label").addEventListener("click", () => yasqe.focus());
  byId("keys").hidden = false;

  /* ---- where a query is on the web --------------------------------------------------------------------------------- */

  const address = (query) => {
    const found = new URL(form.action);
    found.searchParams.set("query", query);
    for (const { name, value } of dataset) found.searchParams.append(name, value);
    const chosen = new URLSearchParams(location.search).get("lang");
    if (chosen) found.searchParams.set("lang", chosen);
    return found;
  };
  const LONGEST = Math.min(settings.uriBytes, 8000); // bytes of an address that proxies between here and there pass on
  const fits = (query) => new TextEncoder().encode(address(query).href).length < LONGEST;
  const renew = () => {
    byId("permalink").href = address(yasqe.getValue()).href;
  };

  /* ---- an error, marked where it is -------------------------------------------------------------------------------- */

  let marked = null;
  const unmark = () => {
    if (marked) yasqe.removeLineClass(marked, "background", "error-line");
    marked = null;
  };
  const mark = (line, column) => {
    unmark();
    marked = yasqe.addLineClass(line - 1, "background", "error-line");
    yasqe.getDoc().setCursor({ line: line - 1, ch: Math.max(0, column - 1) });
    yasqe.focus();
  };
  const problemOf = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return { detail: say("unreachable") };
    }
  };
  const renderError = async ({ text }) => {
    const problem = problemOf(text);
    const shown = document.createElement("div");
    shown.className = "wrong";
    shown.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.textContent = problem.line ? say("error_at", problem) : say("wrong");
    const detail = document.createElement("pre");
    detail.lang = "en";
    detail.textContent = problem.detail;
    shown.append(title, detail);
    if (problem.line) mark(problem.line, problem.column);
    return shown;
  };

  /* ---- results ----------------------------------------------------------------------------------------------------- */

  const table = Yasr.plugins.table.defaults;
  table.openIriInNewWindow = false;
  table.tableConfig.autoWidth = false; // it would make the HTML of all rows to find the widest
  Object.assign(table.tableConfig.language, {
    info: say("shown_of"),
    infoEmpty: "",
    infoFiltered: say("filtered"),
    emptyTable: say("none"),
    zeroRecords: say("none"),
  });
  /* The table cleans each cell's HTML, also where it only compares and looks through: 20,000 rows take half a minute.
     What is only compared needs no HTML, and what is left of it cannot be any. */
  const bare = (term) => (term?.value ?? "").replace(/[&<>]/g, " ");
  Yasr.registerPlugin(
    "table",
    class extends Yasr.plugins.table {
      getColumns() {
        return super.getColumns().map((column, place) =>
          place === 0
            ? column
            : {
                ...column,
                type: "string",
                render: (term, use, ...more) => (use === "display" ? column.render(term, use, ...more) : bare(term)),
              },
        );
      }
    },
  );
  window.PolicyGraphChart.register(Yasr, say, number);
  window.PolicyGraphNetwork.register(Yasr, say);

  const longestFirst = (prefixes) =>
    Object.fromEntries(Object.entries(prefixes).sort(([, one], [, other]) => other.length - one.length));

  let inUse = {};
  const yasr = new Yasr(byId("yasr"), {
    persistenceId: null,
    prefixes: () => inUse, // asked for again and again, for each cell
    plugins: { table: { enabled: true, dynamicConfig: { compact: true, isEllipsed: false } } },
    pluginOrder: ["table", "chart", "network", "response"],
    errorRenderers: [renderError],
  });
  const views = { table: "view_table", chart: "view_chart", network: "view_network", response: "view_response" };
  for (const [name, key] of Object.entries(views)) {
    const button = byId("yasr").querySelector(`.select_${name}`);
    button.title = say(key);
    button.setAttribute("aria-label", say(key));
    button.querySelector("span").textContent = say(key);
  }

  const translate = () => {
    const controls = byId("yasr");
    const [plain, shorten] = controls.querySelectorAll(".tableControls .label");
    if (plain) plain.textContent = say("plain");
    if (shorten) shorten.textContent = say("shorten");
    const filter = controls.querySelector(".tableFilter");
    filter?.setAttribute("placeholder", say("filter"));
    filter?.setAttribute("aria-label", say("filter"));
    const sizes = controls.querySelector(".tableSizer");
    if (sizes) {
      controls.querySelector(".pageSizerLabel").textContent = say("page_size");
      sizes.setAttribute("aria-label", say("page_size"));
      sizes.querySelector("option[value='-1']")?.remove(); // a page of 20,000 rows holds a browser up; the downloads have all
    }
    const truth = controls.querySelector(".booleanResult span");
    if (truth) truth.textContent = yasr.results.getBoolean() ? say("yes") : say("no");
  };
  yasr.on("drawn", translate);
  new MutationObserver(translate).observe(yasr.pluginControls, { childList: true, subtree: false });

  /* Our own things are opened on this server, whatever the base of their names. */
  byId("yasr").addEventListener("click", (event) => {
    const link = event.target.closest?.("a.iri");
    if (!link) return;
    const iri = link.getAttribute("href");
    if (iri.startsWith(settings.vocabulary)) link.href = `${settings.root}ns/${iri.slice(settings.vocabulary.length)}`;
    else if (iri.startsWith(settings.base)) link.href = `${settings.root}${iri.slice(settings.base.length)}`;
  });

  for (const each of hidden) byId("get").append(each.cloneNode());
  const showDownloads = (query, graph) => {
    byId("get-query").value = query;
    byId("get").method = fits(query) ? "get" : "post";
    byId("get").elements.download.value = query.match(/^#\s*(.+)/)?.[1] ?? "policygraph";
    for (const each of byId("get").querySelectorAll(".get"))
      each.hidden = each.dataset.kind !== (graph ? "graph" : "table");
  };
  const showCut = (rows) => {
    byId("cut").hidden = !rows;
    byId("cut").textContent = rows ? say("cut_all", { n: number.format(rows) }) : "";
  };
  const showHint = (said) => {
    byId("hint").hidden = !said;
    byId("hint").textContent = said
      ? said.replace(/\\u([0-9a-f]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
      : "";
  };

  const run = byId("run");
  let running = false;
  const setRunning = (now) => {
    running = now;
    run.textContent = say(now ? "stop" : "run");
    if (now) byId("told").textContent = say("running");
  };

  yasqe.on("query", () => {
    unmark();
    byId("live").hidden = false;
    byId("answer")?.remove();
    for (const each of document.querySelectorAll("main > .wrong")) each.remove();
    setRunning(true);
  });
  yasqe.on("queryAbort", () => {
    setRunning(false);
    byId("told").textContent = "";
  });
  yasqe.on("queryResponse", (_yasqe, response, duration) => {
    setRunning(false);
    const failed = response instanceof Error;
    if (failed && response.name === "AbortError") return;
    const query = yasqe.getValue();
    inUse = longestFirst({ ...ours, ...yasqe.getPrefixesFromQuery() });
    yasr.setResponse(response, duration);
    const rows = failed ? null : yasr.results.getBindings()?.length;
    const told = [
      rows == null ? null : say("rows", { n: number.format(rows) }),
      say("seconds", { s: number.format(duration / 1000) }),
    ];
    byId("told").textContent = failed ? "" : told.filter(Boolean).join(" · ");
    byId("live").scrollIntoView({ block: "nearest" });
    showCut(failed ? null : Number(response.headers.get("X-SPARQL-MaxRows")));
    showHint(failed ? null : response.headers.get("X-SPARQL-Hint"));
    byId("get").hidden = failed;
    if (failed) return;
    showDownloads(query, isGraph());
    if (fits(query)) history.replaceState(null, "", address(query).href);
  });

  const isGraph = () => ["CONSTRUCT", "DESCRIBE"].includes(yasqe.getQueryType());

  yasqe.on("change", () => {
    unmark();
    renew();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) yasqe.abortQuery();
    else yasqe.query().catch(() => {}); // an error is shown where results are
  });

  window.PolicyGraphQueries.keep({
    say,
    endpoint: new URL(form.action).href,
    read: () => yasqe.getValue(),
    write: (query) => yasqe.setValue(query),
    isGraph,
  });
  renew();
  if (form.dataset.line) mark(Number(form.dataset.line), Number(form.dataset.column));
  document.documentElement.dataset.editor = "ready";
})();
