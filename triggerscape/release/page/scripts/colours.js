// A button goes round three states: colours as the system has them, light, dark. Nothing is kept.
(() => {
  const states = ["", "light", "dark"];
  const words = { "": "as the system", light: "light", dark: "dark" };
  const button = document.getElementById("colours");
  const root = document.documentElement;
  const show = (state) => {
    if (state) root.dataset.colours = state;
    else delete root.dataset.colours;
    button.textContent = `Colours: ${words[state]}`;
  };
  button.addEventListener("click", () => {
    const now = states.indexOf(root.dataset.colours ?? "");
    show(states[(now + 1) % states.length]);
  });
  show("");
  document.getElementById("tools").hidden = false;
})();
