//! Pictures and files beside posts, as people name them.

use std::fs;

use crate::common::Workspace;
use crate::packed::Packed;

/// A picture of one pixel.
const GIF: &[u8] = b"GIF89a\x07\0\x05\0\0\0\0\x01;";

fn with_files(posts: &[(&str, &str)], files: &[(&str, &[u8])]) -> Workspace {
    let place = Workspace::with_posts(posts);
    for (name, bytes) in files {
        let path = place.path(&format!("posts/{name}"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    place
}

#[test]
fn pictures_are_found_as_they_are_named() {
    let lines = [
        "![1](images/屏幕 1.gif)",
        "![2](images/屏幕%201.gif \"t\")",
        "![3](images\\屏幕%201.gif)",
        "![4](/images/caf\u{e9}.gif)",
        "![5](IMAGES/Cafe\u{301}.GIF)",
        "<img src='images/屏幕 1.gif' alt=6>",
        "![7](/logo.gif)",
    ];
    let post = format!("---\ntitle: T\n---\n{}\n", lines.map(|line| ["a ", line].concat()).join("\n\n"));
    let place = with_files(
        &[("2020-01-01-a.md", &post)],
        &[("images/屏幕 1.gif", GIF), ("images/cafe\u{301}.gif", GIF), ("static/logo.gif", GIF)],
    );
    let packed = Packed::folder(&place, &[]);
    let html = packed.html("2020-01-01-a");
    assert_eq!(html.matches("<p>a <img src=\"media/").count(), lines.len(), "{html}");
    assert_eq!(packed.told, Vec::<String>::new());
}

#[test]
fn a_picture_that_cannot_be_shown_leaves_its_words_and_the_true_reason() {
    let post = "---\ntitle: T\n---\n![one](gone.png)\n\n![two](../secret.gif)\n\n![three](note.txt)\n";
    let place = with_files(&[("2020-01-01-a.md", post)], &[("note.txt", b"x"), ("../secret.gif", GIF)]);
    let packed = Packed::folder(&place, &[]);
    assert_eq!(packed.html("2020-01-01-a"), "<p>one</p><p>two</p><p>three</p>");
    let told = packed.told.join("\n");
    assert!(told.contains("a.md:4 there is no `gone.png` beside the post"), "{told}");
    assert!(told.contains("a.md:6 `../secret.gif` lies outside the folder of posts"), "{told}");
    assert!(told.contains("a.md:8 `note.txt` is no picture, sound or film that can be shown"), "{told}");
}

#[test]
fn a_file_that_is_there_wins_and_one_that_is_not_leads_to_the_original() {
    let post = "---\ntitle: T\nfrom: https://blog.test/2020/a.html\n---\n![one](a.gif) ![two](b.gif)\n";
    let packed = Packed::folder(&with_files(&[("2020-01-01-a.md", post)], &[("a.gif", GIF)]), &[]);
    let html = packed.html("2020-01-01-a");
    assert!(
        html.contains("<img src=\"media/") && html.contains("<img src=\"https://blog.test/2020/b.gif\""),
        "{html}"
    );
    assert_eq!(packed.told.len(), 1);
    assert!(
        packed.told[0]
            .contains("there is no `b.gif` beside the post; the addresses of the original are used")
    );
}

#[cfg(unix)]
#[test]
fn pictures_below_a_linked_folder_are_found() {
    use std::os::unix::fs::symlink;
    let place = Workspace::with_posts(&[("2020-01-01-a.md", "---\ntitle: A\n---\nx\n")]);
    let folder = place.path("elsewhere/_posts");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("2020-01-02-b.md"), "---\ntitle: B\n---\n![one](in.gif)\n\n![two](../out.gif)\n")
        .unwrap();
    fs::write(folder.join("in.gif"), GIF).unwrap();
    fs::write(place.path("elsewhere/out.gif"), GIF).unwrap();
    symlink("../elsewhere/_posts", place.path("posts/_posts")).unwrap();
    let packed = Packed::folder(&place, &["--follow-links"]);
    let html = packed.html("2020-01-02-b");
    assert!(html.starts_with("<p><img src=\"media/") && html.ends_with("<p>two</p>"), "{html}");
    assert!(packed.told[0].contains("`../out.gif` lies outside the folder of posts"), "{:?}", packed.told);
}

#[test]
fn linked_files_come_along_and_what_may_run_is_told() {
    let lines = [
        "[a](files/时间 表.pdf)",
        "[b](files/DATA.csv#row=2)",
        "[c](/files/book.epub)",
        "[d](files/notes.txt)",
        "[e](files/bell.mp3)",
        "[f](files/tool.js)",
        "[g](files/drawing.svg)",
        "[h](files/table.xlsx)",
        "[i](files/evil.pdf)",
        "[j](files/tool.exe)",
        "[k](../secret.pdf)",
        "[l](files/gone.pdf)",
    ];
    let post = format!("---\ntitle: T\n---\n{}\n", lines.join("\n\n"));
    let zip = b"PK\x03\x04\x14\0\0\0\0\0";
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><rect width='9' height='9'/></svg>";
    let place = with_files(
        &[("2020-01-01-a.md", &post)],
        &[
            ("files/时间 表.pdf", b"%PDF-1.7\n"),
            ("files/data.csv", "年,月\n1,2\n".as_bytes()),
            ("files/book.epub", zip),
            ("files/notes.txt", b"notes"),
            ("files/bell.mp3", b"ID3\x04\0\0\0\0\0\0"),
            ("files/tool.js", b"alert(1)"),
            ("files/drawing.svg", svg),
            ("files/table.xlsx", zip),
            ("files/evil.pdf", b"<!doctype html><script>alert(1)</script>"),
            ("files/tool.exe", b"MZ\0\0"),
            ("../secret.pdf", b"%PDF-1.7\n"),
        ],
    );
    let packed = Packed::folder(&place, &[]);
    let html = packed.html("2020-01-01-a");
    let paragraphs: Vec<_> = html.split("<p>").skip(1).collect();
    for (link, (extension, name)) in paragraphs.iter().zip([
        ("pdf", "时间 表.pdf"),
        ("csv", "DATA.csv"),
        ("epub", "book.epub"),
        ("txt", "notes.txt"),
        ("mp3", "bell.mp3"),
        ("txt", "tool.js.txt"),
        ("svg", "drawing.svg"),
        ("xlsx", "table.xlsx"),
    ]) {
        assert!(link.starts_with("<a href=\"media/"), "{link}");
        assert!(link.contains(&format!(".{extension}\" download=\"{name}\">")), "{link}");
        let address = link.split('"').nth(1).unwrap();
        let copy = fs::read(place.path(address)).unwrap();
        assert!(!copy.windows(6).any(|bytes| bytes == b"script"), "{link}");
    }
    assert_eq!(paragraphs[8..].concat(), "i</p>j</p>k</p>l</p>");
    let told = packed.told.join("\n");
    for (line, words) in [
        (20, "`files/evil.pdf` is a page, or markup that a browser may take for one; left out"),
        (22, "`files/tool.exe` is no file that can be handed out"),
        (24, "`../secret.pdf` lies outside the folder of posts; left out"),
        (26, "`files/gone.pdf` leads to nothing in the archive"),
    ] {
        assert!(told.contains(&format!("a.md:{line} {words}")), "{told}");
    }
    let copies = fs::read_dir(place.path("media")).unwrap().count();
    assert_eq!(copies, 8);
}

#[test]
fn a_linked_file_that_is_there_wins_over_the_original() {
    let post = "---\ntitle: T\nfrom: https://blog.test/2020/a.html\n---\n[a](a.pdf) [b](b.pdf) [c](c.php)\n";
    let place = with_files(&[("2020-01-01-a.md", post)], &[("a.pdf", b"%PDF-1.7\n"), ("c.php", b"x")]);
    let packed = Packed::folder(&place, &[]);
    let html = packed.html("2020-01-01-a");
    assert!(html.starts_with("<p><a href=\"media/"), "{html}");
    assert!(
        html.contains("https://blog.test/2020/b.pdf") && html.contains("https://blog.test/2020/c.php"),
        "{html}"
    );
}

#[cfg(unix)]
#[test]
fn links_to_files_outside_are_followed_when_asked_for() {
    use std::os::unix::fs::symlink;
    let post = "---\ntitle: A\n---\n![a](alias.gif) ![b](pictures/in.gif) ![c](pictures/../up.gif) \
                ![d](../secret.gif) [e](paper.pdf) ![f](pictures/on.gif)\n";
    let place = with_files(&[("2020-01-01-a.md", post)], &[("../secret.gif", GIF), ("../up.gif", GIF)]);
    for (name, bytes) in
        [("real.gif", GIF), ("away/in.gif", GIF), ("paper.pdf", b"%PDF-1.7\n"), ("more/on.gif", GIF)]
    {
        place.write(&format!("elsewhere/{name}"), bytes);
    }
    symlink("../elsewhere/real.gif", place.path("posts/alias.gif")).unwrap();
    symlink("../elsewhere/away", place.path("posts/pictures")).unwrap();
    symlink("../elsewhere/paper.pdf", place.path("posts/paper.pdf")).unwrap();
    symlink("../more/on.gif", place.path("elsewhere/away/on.gif")).unwrap();
    // A linked folder of posts, in which `..` is meant by name.
    place.write("elsewhere/posts/2020-01-02-b.md", b"---\ntitle: B\n---\n![g](../alias.gif)\n");
    symlink("../elsewhere/posts", place.path("posts/_posts")).unwrap();
    let packed = Packed::folder(&place, &[]);
    assert_eq!(packed.html("2020-01-01-a"), "<p>a b c d e f</p>");
    let packed = Packed::folder(&place, &["--follow-links"]);
    let html = packed.html("2020-01-01-a");
    assert_eq!(html.matches("src=\"media/").count(), 3, "{html}");
    assert!(html.contains("download=\"paper.pdf\"") && html.contains("c d "), "{html}");
    assert!(packed.html("2020-01-02-b").contains("src=\"media/"), "{:?}", packed.told);
    let told = packed.told.join("\n");
    assert!(told.contains("`../secret.gif` lies outside the folder of posts"), "{told}");
}

#[test]
fn files_keep_their_names() {
    let names = [
        ("REPORT 2020.PDF", &b"%PDF-1.7\n"[..], "pdf"),
        ("notes.ipynb", b"{\"cells\": []}", "txt"),
        ("film.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n", "txt"),
        ("film.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n", "txt"),
        ("scan.tif", b"II*\0\x08\0\0\0\0\0\0\0\0\0", "tif"),
        ("bell.flac", b"fLaC\0\0\0\x22\0\0\0\0\0\0", "flac"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
    ];
    let links = names.map(|(name, ..)| format!("[x](<files/{name}>)"));
    let post = format!("---\ntitle: T\n---\n{}\n", links.join("\n\n"));
    let paths = names.map(|(name, ..)| format!("files/{name}"));
    let files: Vec<_> = paths.iter().zip(names).map(|(path, (_, bytes, _))| (path.as_str(), bytes)).collect();
    let packed = Packed::folder(&with_files(&[("2020-01-01-a.md", &post)], &files), &[]);
    let html = packed.html("2020-01-01-a");
    for (name, _, extension) in names {
        assert!(
            html.contains(&format!(".{extension}\" download=\"{name}\">")),
            "{name}: {html} {:?}",
            packed.told
        );
    }
}
