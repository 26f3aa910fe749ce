/* The one script of the page: draws the map where there is one. Without it everything else works, and the places stand
   in a list. The Trusted Types policy lets through the fixed strings by which the map library tests the browser and
   labels its buttons; any other text that would become markup is an error. */
(function () {
  "use strict";
  var FIXED = ["<svg/>", "+", "\u2212", ""];
  if (window.trustedTypes && window.trustedTypes.createPolicy) {
    window.trustedTypes.createPolicy("default", {
      createHTML: function (text) {
        if (FIXED.indexOf(String(text)) === -1) { throw new TypeError("markup is not made from text here"); }
        return text;
      }
    });
  }

  function draw(box) {
    var map = window.L.map(box, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, scrollWheelZoom: false, maxZoom: 9 });
    window.L.control.zoom({ zoomInText: "+", zoomOutText: "\u2212", zoomInTitle: "Closer", zoomOutTitle: "Farther" }).addTo(map);
    var spots = [];
    Array.prototype.forEach.call(document.querySelectorAll("#places [data-lat]"), function (item) {
      var at = [Number(item.dataset.lat), Number(item.dataset.lon)];
      var words = document.createElement("span");
      words.textContent = item.dataset.name + ": " + item.dataset.number;
      spots.push(at);
      window.L.circleMarker(at, { radius: 4 + 3 * Math.sqrt(Number(item.dataset.number)), className: "spot" })
        .bindTooltip(words).on("click", function () { location.href = item.querySelector("a").href; }).addTo(map);
    });
    fetch(box.dataset.outline).then(function (answer) { return answer.json(); }).then(function (outline) {
      outline.lines.forEach(function (line) {
        window.L.polyline(line, { className: "outline", interactive: false }).addTo(map);
      });
    });
    map.fitBounds(window.L.latLngBounds(spots).pad(0.25), { maxZoom: 7 });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var box = document.getElementById("map");
    if (box && window.L) { box.classList.add("drawn"); draw(box); }
  });
})();
