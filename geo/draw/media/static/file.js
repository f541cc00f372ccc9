/* The HTML file: words, ranking and language switch round the map of atlas.js.
 *
 * atlasFile.start(content): what geo/draw/web.py writes, one entry for each language.
 */
(function () {
  "use strict";

  let content = null, lang = null, selected = null;
  let order = { column: "rank", falling: false };

  function byId(id) { return document.getElementById(id); }

  function compare(a, b) {
    const [x, y] = [a[order.column], b[order.column]];
    if (x === null || y === null) return (x === null) - (y === null); // no data is always last
    const way = typeof x === "number" ? x - y : String(x).localeCompare(String(y), lang);
    return order.falling ? -way : way;
  }

  function choose(adcode) {
    selected = selected === adcode ? null : adcode;
    paint();
  }

  function paintTable() {
    const { columns, rows } = content[lang].table;
    const head = document.createElement("tr");
    for (const [key, text] of columns) {
      const cell = document.createElement("th"), button = document.createElement("button");
      button.textContent = text;
      cell.scope = "col";
      cell.className = key;
      const sorted = order.column === key;
      cell.setAttribute("aria-sort", sorted ? (order.falling ? "descending" : "ascending") : "none");
      button.addEventListener("click", () => {
        order = { column: key, falling: sorted ? !order.falling : false };
        paintTable();
        byId("table").querySelector(`th.${key} button`).focus();
      });
      cell.append(button);
      head.append(cell);
    }
    byId("table").tHead.replaceChildren(head);
    const body = [...rows].sort(compare).map((row) => {
      const line = document.createElement("tr");
      line.className = row.adcode === selected ? "on" : "";
      for (const [key] of columns) {
        const cell = document.createElement("td");
        cell.className = key;
        if (key === "name") {
          const button = document.createElement("button");
          button.textContent = row.name;
          button.addEventListener("click", () => choose(row.adcode));
          cell.append(button);
        } else {
          cell.textContent = key === "value" ? row.text : row[key] === null ? "" : row[key];
        }
        line.append(cell);
      }
      return line;
    });
    byId("table").tBodies[0].replaceChildren(...body);
  }

  function paint() {
    const words = content[lang];
    document.documentElement.lang = words.language;
    document.title = words.title;
    for (const name of ["title", "subtitle", "notes", "source"]) byId(name).textContent = words[name];
    byId("switch").textContent = words.other;
    document.querySelector("main").setAttribute("aria-label", words.description);
    provinceAtlas.paint({ ...words.message, selected, id: `${words.message.id} ${selected}` });
    paintTable();
    document.body.classList.toggle("laid-out", Boolean(words.print));
    if (words.print) atlasPrint(byId("print"), words.print, words.message, provinceAtlas.geometry());
  }

  window.atlasFile = {
    start(given, first) {
      [content, lang] = [given, first];
      provinceAtlas.onSelect = choose;
      byId("switch").addEventListener("click", () => { lang = lang === "en" ? "zh" : "en"; paint(); });
      Promise.resolve().then(paint); // the polygons are there after the map has started
    },
  };
})();
