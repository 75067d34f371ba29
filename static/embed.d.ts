/** What `broadsheet-viewer` shows of an archive. */
export type View = "archive" | "list" | "article";

/** Its colours. `system` means those of the page around it. */
export type Theme = "system" | "light" | "sepia" | "dark";

/**
 * One or more conditions on a value: `"A"` (it is there), `"A,B"` (one of them is), `"-C"` (it is not). A list of them, or
 * a string with `&` between them, means all.
 */
export type Choice = string | readonly string[];

/** What the list is narrowed to. Days are `2021`, `2021-09` or `2021-09-15`. */
export interface Filter {
  tag?: Choice;
  author?: Choice;
  source?: Choice;
  category?: Choice;
  from?: string;
  to?: string;
  /** Words of title, authors' names or tags. */
  query?: string;
  sort?: "new" | "old";
}

/** The first list, or the article that was asked for, is there. */
export interface ReadyDetail {
  /** Title of the archive. */
  title: string;
  /** How many posts it has. */
  posts: number;
}

/** An article is about to be opened by the reader, or was opened by the page. */
export interface OpenDetail {
  id: string;
  /** Empty while it is not known. */
  title: string;
  /** Where the article can be read outside the element. */
  url: string;
  /** Only what a reader opens can be prevented. */
  by: "reader" | "page";
}

/** An article was left for the list. */
export interface CloseDetail {
  id: string;
}

/** The list was narrowed otherwise. */
export interface FilterDetail {
  /** As `filter()` takes it; the choices are lists. */
  filter: Filter;
  /** How many posts it lets through. */
  shown: number;
}

/**
 * Something could not be loaded: the viewer itself (`unsupported`, `file`, `network`, `status`, `integrity`, `mime`, `module`,
 * `policy`, `address`, `viewer`; the content of the element stays), which for `viewer` may also have stopped; or the `archive`,
 * the `list` or the `article` (the viewer says so, and offers to try again).
 */
export interface ErrorDetail {
  code:
    | "unsupported"
    | "file"
    | "network"
    | "status"
    | "integrity"
    | "mime"
    | "module"
    | "policy"
    | "address"
    | "viewer"
    | "archive"
    | "list"
    | "article";
  /** In the language of the interface, or in English where the viewer itself is missing. */
  message: string;
}

export interface BroadsheetViewerEventMap {
  "broadsheet-ready": CustomEvent<ReadyDetail>;
  "broadsheet-open": CustomEvent<OpenDetail>;
  "broadsheet-close": CustomEvent<CloseDetail>;
  "broadsheet-filter": CustomEvent<FilterDetail>;
  "broadsheet-error": CustomEvent<ErrorDetail>;
}

/** Everything that can be set, as attribute or property. `lang` is one as well, as of every element. */
export interface BroadsheetViewerOptions {
  /** Address of the bundle, relative to the page. */
  src: string;
  /** Id of the open post. */
  post: string;
  /** Posts with this tag. See `Choice`. */
  tag: Choice;
  /** Posts by this author. See `Choice`. */
  author: Choice;
  /** Posts from this host. See `Choice`. */
  source: Choice;
  /** Posts of this category. See `Choice`. */
  category: Choice;
  from: string;
  to: string;
  /** Words of title, authors' names or tags. */
  query: string;
  sort: "new" | "old" | "";
  view: View | "";
  theme: Theme | "";
  /** How many rows at most. */
  limit: number | null;
  /** Whether the page's address says what is shown; a string is what the names of its parameters begin with. */
  deepLink: boolean | string;
  loading: "lazy" | "eager" | "";
  /** Level of the highest heading, 1 to 6; 2 if nothing is said. */
  headingLevel: number | null;
  /** `off`: nothing is remembered of the reader. */
  storage: "on" | "off" | "";
}

export interface BroadsheetViewer extends BroadsheetViewerOptions {}

/** `<broadsheet-viewer>` */
export class BroadsheetViewer extends HTMLElement {
  static readonly observedAttributes: string[];

  /** Settled when the viewer is there, or cannot be; a new one after that failed, after `reload()` and after removal. */
  readonly ready: Promise<ReadyDetail>;

  /** Opens the post with this id. */
  open(id: string): void;
  /** Leaves the open post for the list. */
  close(): void;
  /** Shows the list, narrowed to this and nothing else. */
  filter(filter?: Filter): void;
  /** Loads everything again. */
  reload(): void;

  connectedCallback(): void;
  connectedMoveCallback(): void;
  disconnectedCallback(): void;
  attributeChangedCallback(name: string, before: string | null, now: string | null): void;

  addEventListener<K extends keyof BroadsheetViewerEventMap>(
    type: K,
    listener: (this: BroadsheetViewer, event: BroadsheetViewerEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: BroadsheetViewer, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "broadsheet-viewer": BroadsheetViewer;
  }
}
