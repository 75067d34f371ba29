//! Addresses of files beside a post and of other posts: nothing outside the archive gets into it.

use crate::archive::{self, Body};

/// The first byte chooses where the address stands, the rest is the address.
pub fn run(data: &[u8]) {
    let Some((choice, address)) = data.split_first() else { return };
    let address = String::from_utf8_lossy(address);
    let quoted = address.replace('&', "&amp;").replace('"', "&quot;");
    let from = (choice & 0x80 != 0).then_some("https://x.test/dir/page.html");
    match choice % 10 {
        0 => archive::check(&Body::Html(&format!("<p><img src=\"{quoted}\" alt=a> b</p>")), from),
        1 => archive::check(&Body::Html(&format!("<p><a href=\"{quoted}\">a</a> b</p>")), from),
        2 => archive::check(
            &Body::Html(&format!("<video src=\"{quoted}\" poster=\"{quoted}\"></video>")),
            from,
        ),
        3 => archive::check(&Body::Html(&format!("<object data=\"{quoted}\">a</object>")), from),
        4 => archive::check(&Body::Html(&format!("<img srcset=\"{quoted} 2x, {quoted}\">")), from),
        5 => archive::check(&Body::Markdown(&format!("![a]({address})")), from),
        6 => {
            archive::check(&Body::Markdown(&format!("[a](<{address}> \"b\")\n\n[c]: {address}\n\n[c]")), from)
        }
        7 => archive::check(&Body::Markdown(&format!("[[{address}]] ![[{address}|a]]")), from),
        8 => archive::check(
            &Body::Markdown(&format!("[a]({{% link {address} %}}) [b]({{% post_url {address} %}})")),
            from,
        ),
        _ => archive::check(&Body::Html(&format!("<iframe src=\"{quoted}\"></iframe>")), Some(&address)),
    }
}
