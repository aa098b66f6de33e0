//! An export made by hand, whole and broken.

use super::*;
use crate::item::NativeRef;
use crate::page::ReadItem;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
	<title>Lindholms kommun &amp; hamn</title>
	<link>https://www.lindholm.example</link>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:author><wp:author_id>2</wp:author_id><wp:author_login><![CDATA[anna]]></wp:author_login><wp:author_display_name><![CDATA[Anna Berg]]></wp:author_display_name></wp:author>
"#;
const FOOT: &str = "</channel>\n</rss>\n";

fn post(id: u32, kind: &str, status: &str, body: &str, more: &str) -> String {
    format!(
        r#"	<item>
		<title><![CDATA[Rubrik {id}]]></title>
		<link>https://www.lindholm.example/{id}/</link>
		<dc:creator><![CDATA[anna]]></dc:creator>
		<content:encoded><![CDATA[{body}]]></content:encoded>
		<wp:post_id>{id}</wp:post_id>
		<wp:post_date><![CDATA[2026-03-01 09:00:00]]></wp:post_date>
		<wp:post_date_gmt><![CDATA[2026-03-01 08:00:00]]></wp:post_date_gmt>
		<wp:post_modified_gmt><![CDATA[2026-03-02 08:00:00]]></wp:post_modified_gmt>
		<wp:post_parent>0</wp:post_parent>
		<wp:status><![CDATA[{status}]]></wp:status>
		<wp:post_type><![CDATA[{kind}]]></wp:post_type>
{more}	</item>
"#
    )
}

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

fn comment(id: u32, approved: &str, parent: u32, user: u32, text: &str) -> String {
    format!(
        "\t\t<wp:comment>\n<wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[Åsa]]></wp:comment_author><wp:comment_author_email>a@example.org</wp:comment_author_email><wp:comment_date_gmt>2026-03-01 10:00:0{}</wp:comment_date_gmt><wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>\n",
        id % 10
    )
}

fn file(elements: &[String]) -> String {
    format!("{HEAD}{}{FOOT}", elements.concat())
}

fn items(import: &SiteImport) -> Vec<&ReadItem> {
    import.pages.iter().flat_map(|page| &page.items).collect()
}

fn whys(import: &SiteImport) -> Vec<Why> {
    import.problems.iter().map(|problem| problem.why).collect()
}

fn whole() -> String {
    let image = post(
        9,
        "attachment",
        "inherit",
        "",
        &format!(
            "<wp:attachment_url>https://www.lindholm.example/a.png</wp:attachment_url>{}",
            meta("_wp_attachment_image_alt", "En brygga")
        ),
    );
    let more = [
        meta("_thumbnail_id", "9"),
        comment(21, "1", 0, 0, "Hur länge?\n\nUndrar <b>vi</b>"),
        comment(22, "0", 21, 2, "Till <item> &amp; ]]]]><![CDATA[> kl. 12"),
        comment(23, "spam", 0, 0, "Köp"),
        comment(24, "trash", 0, 0, "Bort"),
        comment(25, "1", 0, 0, "ping").replace(">comment<", ">pingback<"),
    ]
    .concat();
    file(&[
        post(
            1,
            "post",
            "publish",
            "<!-- wp:paragraph --><p>Badet &amp; bryggan</p><img src=\"b.png\" alt=\"\"><script>x</script>",
            &more,
        ),
        post(2, "page", "publish", "Ett\n\nTvå", &comment(26, "1", 0, 0, "På sidan")),
        post(3, "post", "draft", "Utkast", &comment(27, "1", 0, 0, "x")),
        post(4, "post", "trash", "Borttaget", &meta("_wp_trash_meta_status", "publish")),
        post(5, "post", "trash", "Utkast", &meta("_wp_trash_meta_status", "draft")),
        post(6, "nav_menu_item", "publish", "", ""),
        image,
    ])
}

#[test]
fn posts_pages_and_comments_have_the_ids_kinds_and_states_of_the_interface() {
    let import = read(whole().as_bytes()).unwrap();
    assert_eq!(whys(&import), []);
    assert_eq!(import.site_name.as_deref(), Some("Lindholms kommun & hamn"));
    assert_eq!(import.site_address.as_deref(), Some("https://www.lindholm.example"));
    let found: Vec<_> = items(&import)
        .into_iter()
        .map(|read| {
            (read.item.kind.code(), read.item.native_id.as_str(), read.item.state.as_str(), read.item.own)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("post", "1", "publish", true),
            ("comment", "21", "approved", false),
            ("comment", "22", "hold", true),
            ("comment", "23", "spam", false),
            ("comment", "24", "trash", false),
            ("page", "2", "publish", true),
            ("comment", "26", "approved", false),
            ("post", "4", "trash", true),
        ]
    );
    // Draft, binned draft, menu, picture and pingback.
    assert_eq!(import.left_out, 5);
    let items = items(&import);
    let post = &items[0].item;
    assert_eq!(post.text, "Rubrik 1\n\nBadet & bryggan");
    assert_eq!(
        (post.author_name.as_deref(), post.author_native_id.as_deref()),
        (Some("Anna Berg"), Some("2"))
    );
    let media: Vec<_> =
        post.media.iter().map(|media| (media.source.as_str(), media.alt.as_deref())).collect();
    assert_eq!(media, [("https://www.lindholm.example/a.png", Some("En brygga")), ("b.png", Some(""))]);
    assert_eq!(items[1].item.text, "Hur länge?\n\nUndrar vi");
    assert_eq!(items[1].item.parent, Some(NativeRef { kind: ItemKind::Post, id: "1".into() }));
    assert_eq!(items[1].item.permalink.as_deref(), Some("https://www.lindholm.example/1/#comment-21"));
    assert_eq!(items[2].item.source.as_deref(), Some("Till <item> &amp; ]]> kl. 12"));
    assert_eq!(items[2].item.parent, Some(NativeRef { kind: ItemKind::Comment, id: "21".into() }));
    assert_eq!(items[6].item.parent, Some(NativeRef { kind: ItemKind::Page, id: "2".into() }));
    assert!(!items[7].item.is_shown);
}

#[test]
fn slices_are_exact_bytes_in_order_and_read_again() {
    let file = whole();
    let import = read(file.as_bytes()).unwrap();
    for page in &import.pages {
        let mut end = 0;
        for read in &page.items {
            let slice = std::str::from_utf8(&page.bytes[read.range.clone()]).unwrap();
            assert!(read.range.start >= end && file.contains(slice));
            end = read.range.end;
            let whole_comment = slice.starts_with("<wp:comment>") && slice.ends_with("</wp:comment>");
            assert!(
                whole_comment || (slice.starts_with("<item>") && !slice.contains("<wp:comment>")),
                "{slice}"
            );
            let kept =
                crate::parse_kept(crate::PlatformKind::WordPress, read.item.kind, WXR_ITEM, slice.as_bytes())
                    .unwrap();
            assert_eq!(
                (&kept.native_id, kept.kind, &kept.text),
                (&read.item.native_id, read.item.kind, &read.item.text)
            );
            assert_eq!((kept.published_at, kept.is_shown), (read.item.published_at, read.item.is_shown));
        }
        let text = std::str::from_utf8(&page.bytes).unwrap();
        assert!(
            !text.contains("Utkast") && !text.contains("ping"),
            "what is no record is not in the skeleton"
        );
    }
}

#[test]
fn a_file_that_breaks_off_keeps_what_was_whole() {
    let file = whole();
    let ids = |until: usize| {
        let import = read(&file.as_bytes()[..until]).unwrap();
        assert_eq!(
            import.problems.iter().filter(|problem| problem.why == Why::BrokenOff).count(),
            1,
            "{until}"
        );
        items(&import).iter().map(|read| read.item.native_id.clone()).collect::<Vec<_>>()
    };
    let at = |text: &str| file.find(text).unwrap();
    assert_eq!(ids(at("Badet")), Vec::<String>::new());
    assert_eq!(ids(at("Undrar")), ["1"]);
    assert_eq!(ids(at("Köp")), ["1", "21", "22"]);
    assert_eq!(ids(at("Två")), ["1", "21", "22", "23", "24"]);
    // Wherever it breaks off, nothing panics and nothing that was whole is lost.
    let mut seen = 0;
    for until in (HEAD.len()..file.len() - FOOT.len()).step_by(7) {
        let count = read(&file.as_bytes()[..until]).unwrap().pages.iter().map(|page| page.items.len()).sum();
        assert!(count >= seen, "{until}");
        seen = count;
    }
}

#[test]
fn one_broken_item_does_not_hide_its_neighbours() {
    let broken = post(2, "post", "publish", "B", "").replace("</wp:post_id>", "</wp:post>");
    let import = read(
        file(&[post(1, "post", "publish", "A", ""), broken, post(3, "post", "publish", "C", "")]).as_bytes(),
    )
    .unwrap();
    assert_eq!(
        items(&import).iter().map(|read| read.item.native_id.as_str()).collect::<Vec<_>>(),
        ["1", "3"]
    );
    assert!(matches!(whys(&import)[..], [Why::Xml, Why::Quarantined(_)] | [Why::Quarantined(_), Why::Xml]));
    assert_eq!(import.pages[0].quarantined.len(), 1);
    let mut bytes = whole().into_bytes();
    let at = bytes.windows(6).position(|part| part == "Undrar".as_bytes()).unwrap();
    bytes[at] = 0xff;
    let import = read(&bytes).unwrap();
    assert_eq!(whys(&import), [Why::Quarantined(QuarantineReason::NotText)]);
    assert_eq!(import.pages[0].quarantined[0].native_id.as_deref(), Some("21"));
    assert_eq!(items(&import).len(), 7);
    let odd = [
        post(1, "post", "publish", "A", "").replace("2026-03-01 08", "9999-03-01 08"),
        post(2, "post", "publish", "A", "").replace("2026-03-01 08", "0000-00-00 08"),
        post(3, "post", "publish", &"å".repeat(800_000), ""),
        post(4, "post", "publish", "A", ""),
        post(4, "post", "publish", "B", ""),
    ];
    use QuarantineReason::{Time, TooLong};
    let import = read(file(&odd).as_bytes()).unwrap();
    let told = whys(&import);
    assert_eq!(told[..3], [Why::Quarantined(Time), Why::Quarantined(Time), Why::Quarantined(TooLong)]);
    assert!(matches!(told[3..], [Why::Duplicate { .. }]));
    assert_eq!(items(&import).len(), 1);
}

#[test]
fn what_is_no_export_or_made_to_harm_is_refused() {
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\">]>{}",
        &HEAD[HEAD.find("<rss").unwrap()..]
    );
    assert!(matches!(read(bomb.as_bytes()), Err(ImportError::Doctype { line: 1 })));
    let deep = file(&[format!("<item>{}", "<a>".repeat(40))]);
    assert!(matches!(read(deep.as_bytes()), Err(ImportError::TooDeep { .. })));
    for other in [
        "",
        "{\"type\":\"item\"}",
        "<html><body>x</body></html>",
        "<rss version=\"2.0\"><channel/></rss>",
        "<rss/>",
        "PK\u{3}\u{4}",
    ] {
        assert!(matches!(read(other.as_bytes()), Err(ImportError::OtherFormat { .. })), "{other}");
    }
    let latin = HEAD.replace("UTF-8", "ISO-8859-1");
    assert!(matches!(read(latin.as_bytes()), Err(ImportError::Encoding)));
    assert!(matches!(read(b"\xff\xfe<\0"), Err(ImportError::Encoding)));
    let unknown = file(&[post(1, "post", "publish", "x", "").replace("Rubrik 1]]>", "]]>&hemlig; &#229; &")]);
    let import = read(unknown.as_bytes()).unwrap();
    assert_eq!(items(&import)[0].item.title.as_deref(), Some("&hemlig; å &"));
}
