/** The style sheet of the consent page: the dashboard's colours, one column, readable from 320 px on. */
export const STYLE = `:root {
  color-scheme: light dark;
  --ground: #faf8f5;
  --ink: #1c1917;
  --muted: #6b645c;
  --ember: #c2410c;
}

@media (prefers-color-scheme: dark) {
  :root {
    --ground: #161412;
    --ink: #f3efe8;
    --muted: #a39b90;
    --ember: #f97b3d;
  }
}

* {
  box-sizing: border-box;
}

body {
  margin: 0 auto;
  max-width: 480px;
  padding: 64px 16px;
  background: var(--ground);
  color: var(--ink);
  font: 400 14px / 20px system-ui, sans-serif;
}

h1 {
  margin: 0 0 24px;
  font-size: 20px;
  line-height: 28px;
}

h2 {
  margin: 24px 0 8px;
  font-size: 14px;
}

p,
ul {
  margin: 0 0 8px;
}

ul {
  padding-left: 16px;
}

.client {
  padding: 8px;
  border-left: 2px solid var(--ember);
  font-weight: 600;
  overflow-wrap: anywhere;
}

b {
  font-weight: 600;
  overflow-wrap: anywhere;
}

form {
  display: flex;
  gap: 8px;
  margin-top: 24px;
}

button {
  min-height: 36px;
  padding: 4px 16px;
  border: 1px solid var(--muted);
  border-radius: 2px;
  background: var(--ground);
  color: inherit;
  font: inherit;
  cursor: pointer;
}

button.main {
  border-color: var(--ember);
  background: var(--ember);
  color: var(--ground);
  font-weight: 600;
}

button:focus-visible {
  outline: 2px solid var(--ink);
  outline-offset: 2px;
}
`;
