//! Endless hostile HTML: what is known to get past sanitisers, combined by a generator with a fixed
//! seed, so that every run, natively and in a browser, sees the same.

#![allow(dead_code, reason = "each user needs a part of it")]

use std::fmt::Write as _;

/// HTML that runs or loads something if it gets through. `@` is replaced by an address that must
/// not.
const ACTIVE: &[&str] = &[
    "<a href=@>a</a>",
    "<a href=@ href=https://x.test/>a</a>",
    "<a\u{c}href=@>a</a>",
    "<a/href=@/x>a</a>",
    "<a xlink:href=@><rect width=9 height=9 /></a>",
    "<area href=@><map name=m><area href=@></map>",
    "<img src=@>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\u{c}=alert(1) alt='`onerror=alert(2)'>",
    "<img alt='\"><script>alert(1)</script>' title=\"'><img src=x onerror=alert(1)>\">",
    "<img srcset='@ 1x, https://x.test/a.png 2x' data-src=@>",
    "<img data-src=@ data-srcset='@ 2x, @ 3x'>",
    "<picture><source srcset=@><img src=https://x.test/b.png></picture>",
    "<video poster=@ src=@><source src=@></video><audio src=@>",
    "<iframe src=@ srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='https://www.youtube.com/embed/@'></iframe>",
    "<object data=@><embed src=@></object>",
    "<form action=@><input formaction=@ type=image src=@><button formaction=@>b</button></form>",
    "<base href=@><a href=x>a</a>",
    "<link rel=stylesheet href=@><meta http-equiv=refresh content='0;url=@'>",
    "<svg onload=alert(1)><use href=@ /><animate attributeName=href to=@ /></svg>",
    "<script src=@>alert(1)</script>",
    "<style>@import '@'; p { background: url(@) }</style>",
    "<p style=\"background:url('@')\" background=@ onclick=alert(1) id=@ name=@>p</p>",
    "<details open ontoggle=alert(1)><summary onfocus=alert(1) autofocus tabindex=1>s</summary>d</details>",
    "<x-y contenteditable onfocus=alert(1) is=@>c</x-y>",
    "<span data-cfemail=@>e</span><a href='/cdn-cgi/l/email-protection#@'>e</a>",
    "<blockquote cite=@>q</blockquote><q cite=@>q</q><del cite=@>d</del>",
    "<table background=@><td background=@ colspan=@>c",
    "<svg width=300><image xlink:href=@ href=@ /></svg>",
    "<x-h><template shadowrootmode=open><a href=@><slot></slot></a><img src=@></template>light</x-h>",
    "<template><img src=@><p>A sentence of a template, here.</p><script>alert(1)</script></template>",
    "<sup data-text=note data-url=@>1</sup>",
    "<div class=tweet data-attrs='{\"url\":\"@\",\"full_text\":\"t\"}'></div>",
    "<card name=image value='data:{\"src\":\"@\"}'></card>",
    "<div class=embed-card data-url=@ data-oembed-url=@></div>",
    "<textarea>[{\"img\":\"@.png\"}]</textarea>",
];

const SCHEMES: &[&str] = &[
    "javascript:alert(1)",
    "javascript://%0aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+",
    "data:image/png,<svg onload=alert(1)>",
    "data:image/png;base64,iVBORw0KGgo=",
    "file:///etc/hosts",
    "blob:https://x.test/1",
    "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)",
    "jar:https://x.test/!/",
    "//x.test\\@y.test/",
    "https:javascript:alert(1)",
    "https://x.test/\"onmouseover=alert(1)",
    "mailto:a@b.test?body=<script>",
    "#\"><script>alert(1)</script>",
    "media/../../0123456789abcdef.svg",
];

/// Around what is active: places where parsers change their mind about what the text is.
const AROUND: &[(&str, &str)] = &[
    ("<svg>", "</svg>"),
    ("<svg><foreignObject>", "</foreignObject></svg>"),
    ("<svg><desc>", "</desc></svg>"),
    ("<svg><title>", "</title></svg>"),
    ("<svg><style>", "</style></svg>"),
    ("<svg></p><style><a title=\"", "</style>\">"),
    ("<math>", "</math>"),
    ("<math><mtext>", "</mtext></math>"),
    ("<math><mtext><table><mglyph><style><!--", "--></style></mglyph></table>"),
    ("<math><mi><mglyph>", "</mglyph></mi></math>"),
    ("<math><mtext><table><mglyph><style><math>", "</math></style></mglyph></table></mtext></math>"),
    ("<math><annotation-xml encoding=application/xhtml+xml>", "</annotation-xml></math>"),
    (
        "<math><semantics><mi>x</mi><annotation encoding=application/x-tex>",
        "</annotation></semantics></math>",
    ),
    (
        "<math><semantics><annotation-xml encoding='image/svg+xml'><svg><desc>",
        "</desc></svg></annotation-xml></semantics></math>",
    ),
    ("<math><maction actiontype='statusline#@' xlink:href='@'>", "</maction></math>"),
    ("<math href='javascript:alert(1)' style='background:url(@)' alttext='", "'><mi>x</mi></math>"),
    ("<form><math><mtext></form><form><mglyph><style></math>", "</style></mglyph></form>"),
    ("<math><mo><math><mi>", "</mi></math></mo></math>"),
    ("<svg><text>", "</text></svg>"),
    ("<svg><foreignObject><math><mi>", "</mi></math></foreignObject></svg>"),
    ("<span class=katex><math><mtext>", "</mtext></math></span>"),
    ("<script type='math/tex'>", "</script>"),
    ("<span data-tex='", "'>x</span>"),
    ("<code class='language-math math-inline'>", "</code>"),
    ("\\\\(", "\\\\)"),
    ("$$", "$$"),
    ("<noscript>", "</noscript>"),
    ("<noscript><p title=\"</noscript>", "\"></noscript>"),
    ("<template>", "</template>"),
    ("<style>", "</style>"),
    ("<style></style ", "</style>"),
    ("<script><!--<script>", "</script>--></script>"),
    ("<title>", "</title>"),
    ("<textarea>", "</textarea>"),
    ("<xmp>", "</xmp>"),
    ("<iframe>", "</iframe>"),
    ("<noembed>", "</noembed>"),
    ("<noframes>", "</noframes>"),
    ("<select><option>", "</option></select>"),
    ("<button>", "</button>"),
    ("<table>", "</table>"),
    ("<table><tr>", "</tr></table>"),
    ("<table><caption><svg>", "</svg></caption></table>"),
    ("<table><colgroup>", "</colgroup></table>"),
    ("<a href=https://x.test/>", "</a>"),
    ("<b><i><u><s>", "</b></i></u></s>"),
    ("<p><font color=red><div>", "</font></div></p>"),
    ("<form><form>", "</form></form>"),
    ("<ul><li><p>", "</ul>"),
    ("<dl><dd>", "</dd></dl>"),
    ("<ruby><rt>", "</rt></ruby>"),
    ("<pre>\n", "</pre>"),
    ("<figure><figcaption>", "</figcaption></figure>"),
    ("<h1><h2>", "</h1></h2>"),
    ("<!--", "-->"),
    ("<!-- --!>", "-->"),
    ("<!-->", "<!--->"),
    ("<![CDATA[", "]]>"),
    ("<?xml ", "?>"),
    ("</", ">"),
    ("<a title='", "'>"),
    ("<a title=\"", "\">"),
    ("<a title=`", "`>"),
    ("&lt;", "&gt;"),
    ("<body onload=alert(1)><frameset onload=alert(1)>", "</frameset>"),
    ("<html xmlns:x=x><head>", "</head>"),
    ("<div hidden>", "</div>"),
    ("<plaintext>", ""),
];

/// So many variants, always the same ones for a seed.
pub(crate) fn variants(seed: u64, count: usize) -> impl Iterator<Item = String> {
    let mut random = Random(seed | 1);
    (0..count).map(move |_| variant(&mut random))
}

fn variant(random: &mut Random) -> String {
    let mut html = String::new();
    for _ in 0..=random.below(2) {
        let around: Vec<_> = (0..random.below(4)).map(|_| *random.pick(AROUND)).collect();
        for (open, _) in &around {
            html.push_str(open);
        }
        html.push_str("text");
        html.push_str(&active(random));
        // Not always closed, and not always in order.
        for (_, close) in around.iter().rev() {
            if random.below(4) > 0 {
                html.push_str(close);
            }
        }
    }
    if random.below(6) == 0 {
        html = html.chars().map(|c| if random.below(2) == 0 { c.to_ascii_uppercase() } else { c }).collect();
    }
    html
}

fn active(random: &mut Random) -> String {
    let mut html = String::new();
    for (place, part) in random.pick(ACTIVE).split('@').enumerate() {
        if place > 0 {
            let address = address(random);
            html.push_str(&address);
        }
        html.push_str(part);
    }
    html
}

/// An address as filters have been made to overlook it.
fn address(random: &mut Random) -> String {
    let mut address = String::new();
    for _ in 0..random.below(3) {
        address.push_str(
            random.pick::<&str>(&["\u{1}", "&#1;", " ", "&#x20;", "\u{1f}", "&Tab;", "\u{a0}", "\u{feff}"]),
        );
    }
    let scheme = *random.pick(SCHEMES);
    let how = random.below(7);
    for c in scheme.chars() {
        match how {
            1 => address.extend(if random.below(2) == 0 { c.to_uppercase().next() } else { Some(c) }),
            2 if random.below(3) == 0 => address.push_str(&entity(c, random)),
            3 if random.below(5) == 0 => {
                address.push_str(random.pick::<&str>(&[
                    "\t",
                    "\n",
                    "\r",
                    "&#9;",
                    "&#xA;",
                    "&NewLine;",
                    "&#0;",
                    "\0",
                ]));
                address.push(c);
            }
            4 if c == ':' => {
                address.push_str(random.pick::<&str>(&["&colon;", "&#58;", "&#x3a", "%3a", "\u{ff1a}", ":"]));
            }
            5 if random.below(6) == 0 => {
                // Writing into a String cannot fail.
                let _ = write!(address, "%{:02x}", u32::from(c) & 0xff);
            }
            _ => address.push(c),
        }
    }
    match random.below(4) {
        0 => format!("\"{}\"", address.replace('"', "&quot;")),
        1 => format!("'{}'", address.replace('\'', "&#39;")),
        _ => address,
    }
}

fn entity(c: char, random: &mut Random) -> String {
    let number = u32::from(c);
    match random.below(5) {
        0 => format!("&#{number};"),
        1 => format!("&#x{number:x};"),
        2 => format!("&#X{number:07X};"),
        3 => format!("&#{number:09}"),
        _ => format!("&#x{number:x}"),
    }
}

/// A small generator (xorshift64*): no crate for random numbers compiles for a bare wasm32.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or(0) % bound
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
