export const HELP = `inquest: failed requests of a Node web app become interactive tracebacks

  inquest run app.js      start an app with the debugger: node --import inquest/register app.js
  inquest pin             print this project's PIN
  inquest pin --rotate    make a new one, and lock every browser
  inquest link [address]  a link that unlocks one browser, good for ten minutes: inquest link http://localhost:3000
  inquest doctor          what is armed here and what is not, and what would change it; what was refused of late
  inquest doctor --all    every refusal there is, with its remedy
  inquest --version
`
