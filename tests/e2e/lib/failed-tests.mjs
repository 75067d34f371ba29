// Writes the names of the tests that have failed to a file, for the end of a long log.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export default class FailedTests {
  #file = process.env.BROADSHEET_FAILED_TESTS;

  onBegin(_, suite) {
    this.suite = suite;
  }

  onEnd() {
    const failed = this.suite.allTests().filter((test) => !test.ok());
    if (!this.#file || failed.length === 0) return;
    const line = ({ location, parent, title }) =>
      `  ${path.relative(path.join(import.meta.dirname, ".."), location.file)}:${location.line} ${[...parent.titlePath().slice(3), title].join(" › ")}\n`;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, failed.map(line).join(""));
  }

  printsToStdio() {
    return false;
  }
}
