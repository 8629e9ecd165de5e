// Shows the field that belongs to the chosen period. Without this script both fields are there.
const period = document.querySelector("[data-figure-period]");
if (period) {
  const show = () => {
    for (const field of document.querySelectorAll("[data-figure-for]")) {
      field.hidden = field.dataset.figureFor !== period.value;
    }
  };
  period.addEventListener("change", show);
  show();
}
