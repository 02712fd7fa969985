// Keys at the desk: arrows (or j and k) from doubt to doubt, a figure for a choice of the doubt that has the focus, u to undo.
// Keys count only while the focus is on a doubt, so that nothing is typed by accident; without this script, Tab and Enter do.
(() => {
  const all = () => [...document.querySelectorAll("article.doubt")].filter((each) => each.offsetParent !== null);
  document.documentElement.classList.add("keys");
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted?.matches("article.doubt")) {
    wanted.closest("details")?.setAttribute("open", "");
    wanted.focus();
  }
  document.addEventListener("keydown", (event) => {
    const doubt = event.target.closest?.("article.doubt");
    if (!doubt || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea")) {
      return;
    }
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (step) {
      const found = all();
      found[found.indexOf(doubt) + step]?.focus();
      event.preventDefault();
    } else if (/^[1-9]$/.test(event.key)) {
      doubt.querySelectorAll("button.choice")[Number(event.key) - 1]?.click();
    } else if (event.key === "u") {
      document.querySelector("[data-key=u]")?.click();
    }
  });
})();
