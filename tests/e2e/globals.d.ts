// Members that the tests give to pages, and those of elements that tests read without asking of which
// kind the element is.

interface Window {
  [member: string]: any;
}

interface Element {
  [member: string]: any;
}

interface EventTarget {
  [member: string]: any;
}

interface Event {
  detail: any;
}

interface PerformanceEntry {
  [member: string]: any;
}

interface Performance {
  measureUserAgentSpecificMemory(): Promise<any>;
}

interface CustomElementConstructor {
  observedAttributes: string[];
}
