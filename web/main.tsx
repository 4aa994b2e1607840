import { render } from "preact";

const page = document.getElementById("page");
if (page !== null) render(<p>Hearth is up</p>, page);
