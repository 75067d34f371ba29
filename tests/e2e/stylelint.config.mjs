// Rules for static/css: what browsers would ignore or read otherwise than it is meant.
export default {
  extends: "stylelint-config-recommended",
  rules: {
    "color-hex-length": "short",
    "color-named": "never",
    "declaration-block-no-redundant-longhand-properties": [true, { ignoreShorthands: ["inset"] }],
    // An article from right to left turns with them; alignment of cells is as the article says.
    "property-disallowed-list": ["/^(margin|padding|border)-(left|right)/", "left", "right"],
    "length-zero-no-unit": [true, { ignore: ["custom-properties"] }],
    "selector-class-pattern": "^[a-z]+(-[a-z]+)*$",
    "shorthand-property-no-redundant-values": true,
    // Rules of one part of the page follow each other, whatever their weight.
    "no-descending-specificity": null,
  },
};
