/* Without this script every link works as an anchor. With it, closing a panel returns to where the reader was. */
(function () {
  "use strict";
  var from = null;
  function leave() {
    var y = window.scrollY;
    history.replaceState(null, "", location.pathname + location.search + "#-");
    location.hash = "#-";
    window.scrollTo(0, y);
    if (from) { from.focus({ preventScroll: true }); }
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a") : null;
    if (!link) { return; }
    if (link.classList.contains("fig")) { from = link; }
    if (link.classList.contains("back") && from) { event.preventDefault(); leave(); }
  });
  document.addEventListener("keydown", function (event) {
    var open = document.querySelector(".panel:target");
    if (event.key === "Escape" && open) { leave(); }
  });
})();
