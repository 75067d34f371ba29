//! Files beside the posts: what of them gets into a bundle.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{Workspace, picture, post};

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'>";
const PAGE: &str =
    "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(document.domain)</script></html>";

fn place(body: &str) -> Workspace {
    Workspace::with_posts(&[("a.md", &post("A", "2020-01-01", "", body))])
}

/// The packed articles, and the names of the media.
fn packed(place: &Workspace) -> (String, Vec<String>) {
    let files = place.snapshot("out");
    let bodies: Vec<_> = files
        .iter()
        .filter(|(name, _)| name.starts_with("packs/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes))
        .collect();
    (
        bodies.concat(),
        files.keys().filter(|name| name.starts_with("media/") && !name.ends_with('/')).cloned().collect(),
    )
}

#[test]
fn what_is_no_picture_does_not_get_into_a_bundle() {
    let place = place("![Figure 1](chart.svg)\n\n![Figure 2](chart.png)\n\n![Figure 3](active.svg)\n");
    place.write("posts/chart.svg", PAGE.as_bytes());
    place.write("posts/chart.png", PAGE.as_bytes());
    place.write(
        "posts/active.svg",
        format!("{SVG}<script>alert(1)</script><rect onclick='alert(1)'/></svg>").as_bytes(),
    );
    let ran = place.succeed(&["pack", "posts", "--out", "out"]);
    for line in [
        "a.md:6: `chart.svg` is no picture that can be shown: its first element is not an `svg` of the SVG namespace; left out",
        "a.md:8: `chart.png` is no picture that can be shown: its first element is not an `svg` of the SVG namespace; left out",
        "a.md:10: `active.svg` has what is not known to be harmless: `onclick`, `script`; left out of it",
    ] {
        assert!(ran.stderr.contains(line), "{}", ran.stderr);
    }
    let (bodies, media) = packed(&place);
    assert!(bodies.contains("<p>Figure 1</p><p>Figure 2</p><p><img"), "{bodies}");
    assert_eq!(media.len(), 1, "{media:?}");
    let written = place.read(&format!("out/{}", media[0]));
    assert_eq!(
        written,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><rect/></svg>\n"
    );
    assert_eq!(place.run(&["pack", "posts", "--out", "strict", "--strict"]).code, Some(1));
    // A later run says the same.
    let again = place.succeed(&["pack", "posts", "--out", "out"]);
    assert_eq!(again.stderr.matches("a.md:").count(), 3, "{}", again.stderr);
}

#[test]
fn a_post_cannot_name_files_of_the_bundle() {
    let place = place("![x](media/0123456789abcdef.svg) ![y](media/fedcba9876543210.gif)\n");
    place.write("posts/media/fedcba9876543210.gif", &picture("y"));
    let ran = place.succeed(&["pack", "posts", "--out", "out"]);
    assert!(
        ran.stderr.contains("there is no `media/0123456789abcdef.svg` beside the post"),
        "{}",
        ran.stderr
    );
    let (bodies, media) = packed(&place);
    assert_eq!(media.len(), 1);
    assert!(
        bodies.contains(&media[0]) && !bodies.contains("fedcba") && !bodies.contains("012345"),
        "{bodies}"
    );
}

#[test]
fn pictures_have_their_sizes() {
    let place = place(concat!(
        "<img src=a.gif alt=one><img src=a.gif width=14 alt=two><img src=a.gif width=3 height=4 alt=three>\n",
        "<img src=b.svg alt=four><img src=a.gif srcset='a.gif 320w, b.svg 640w' alt=five>\n",
    ));
    place.write("posts/a.gif", &picture("a"));
    place.write("posts/b.svg", format!("{SVG}</svg>").as_bytes());
    place.succeed(&["pack", "posts", "--out", "out"]);
    let (bodies, _) = packed(&place);
    let bodies = bodies.replace("\\\"", "'");
    for size in [
        "alt='one' width='7' height='5'",
        "alt='two' width='14' height='10'",
        "alt='three' width='3' height='4'",
        "alt='four' width='40' height='30'",
        "alt='five' width='40' height='30'",
    ] {
        assert!(bodies.contains(size), "{size}: {bodies}");
    }
}

#[test]
fn a_large_film_is_told_and_copied() {
    let place = place("<video src=film.mp4></video>\n");
    place.write("posts/film.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp41");
    let film = std::fs::OpenOptions::new().write(true).open(place.path("posts/film.mp4")).unwrap();
    film.set_len(30_000_000).unwrap();
    for changed in [true, false] {
        let ran = place.succeed(&["pack", "posts", "--out", "out", "--strict"]);
        let line = "a.md:6: note: `film.mp4` is a file of 30 MB; copied all the same";
        assert!(ran.stderr.contains(line), "{}", ran.stderr);
        let name = &packed(&place).1[0];
        let copy = std::fs::metadata(place.path(&format!("out/{name}"))).unwrap();
        assert_eq!(copy.len(), 30_000_000);
        assert_eq!(ran.stderr.contains("0 changed"), !changed, "{}", ran.stderr);
    }
}
