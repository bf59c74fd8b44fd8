// On paper the figures come first and the tables after them: they move there while it prints.
(() => {
  const appendix = document.getElementById("appendix");
  const places = [...document.querySelectorAll("main details")].map((details) => {
    const place = document.createComment("its table is printed in the appendix");
    return { details, place };
  });
  addEventListener("beforeprint", () => {
    appendix.hidden = places.length === 0;
    places.forEach(({ details, place }) => {
      details.replaceWith(place);
      appendix.append(details);
    });
  });
  addEventListener("afterprint", () => {
    appendix.hidden = true;
    places.forEach(({ details, place }) => place.replaceWith(details));
  });
})();
