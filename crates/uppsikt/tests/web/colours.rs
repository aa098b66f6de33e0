//! Every pair of colours that meet, in both themes, against what WCAG 2.1 asks: 4.5 for text, 3 for the rest.

use std::collections::BTreeMap;

const CSS: &str = include_str!("../../src/web/static/uppsikt.css");

/// Text on a ground.
const TEXT: [(&str, &str); 41] = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "raised"),
    ("ink", "brand-weak"),
    ("ink", "seal-weak"),
    ("ink", "warn-weak"),
    ("ink", "mark-1"),
    ("ink", "mark-2"),
    ("ink-2", "paper"),
    ("ink-2", "surface"),
    ("ink-2", "sunken"),
    ("ink-2", "raised"),
    ("ink-2", "brand-weak"),
    ("ink-2", "seal-weak"),
    ("ink-2", "warn-weak"),
    ("ink-3", "surface"),
    ("ink-3", "paper"),
    ("ink-3", "brand-weak"),
    ("brand", "surface"),
    ("brand", "paper"),
    ("brand", "sunken"),
    ("brand", "raised"),
    ("brand", "brand-weak"),
    ("brand", "seal-weak"),
    ("brand", "warn-weak"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-danger", "danger-strong"),
    ("on-danger", "danger-strong-hover"),
    ("on-gold", "gold"),
    ("nav-ink", "nav"),
    ("nav-ink-2", "nav"),
    ("nav-ink", "nav-active"),
    ("nav-ink-2", "nav-active"),
    ("ok", "ok-weak"),
    ("warn", "warn-weak"),
    ("danger", "danger-weak"),
    ("seal", "seal-weak"),
    ("surface", "seal"),
    ("seal", "surface"),
];

/// Text of a state on the page's grounds.
const STATES: [(&str, &str); 5] =
    [("ok", "surface"), ("warn", "surface"), ("danger", "surface"), ("danger", "paper"), ("ok", "paper")];

/// Borders of controls, fills in charts, the focus.
const SHAPES: [(&str, &str); 7] = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("line-strong", "raised"),
    ("ok-fill", "surface"),
    ("warn-fill", "surface"),
    ("danger-fill", "surface"),
    ("gold", "nav-active"),
];

/// Each token's colour in the light and in the dark theme.
fn tokens() -> BTreeMap<&'static str, [&'static str; 2]> {
    let declared = CSS.split("--").skip(1).filter_map(|part| part.split_once(':'));
    let colours = declared.filter_map(|(name, rest)| {
        let value = rest.split_once(';')?.0.trim();
        let mut hex = value.split('#').skip(1).map(|colour| colour.get(..6));
        let light = hex.next()??;
        let is_colour = value.starts_with('#') || value.starts_with("light-dark(");
        is_colour.then(|| (name, [light, hex.next().flatten().unwrap_or(light)]))
    });
    colours.collect()
}

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.039_28 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_can_be_read_in_both_themes() {
    let tokens = tokens();
    let text = TEXT.iter().chain(&STATES).map(|pair| (pair, 4.5));
    for ((front, ground), least) in text.chain(SHAPES.iter().map(|pair| (pair, 3.0))) {
        for (front_colour, ground_colour) in tokens[front].into_iter().zip(tokens[ground]) {
            let found = contrast(front_colour, ground_colour);
            assert!(found >= least, "{front} on {ground}: {found:.2}, needs {least}");
        }
    }
}

#[test]
fn the_measure_is_the_known_one() {
    assert!((contrast("000000", "ffffff") - 21.0).abs() < 0.01);
    assert!((contrast("777777", "ffffff") - 4.48).abs() < 0.01);
    assert_eq!(tokens()["gold"], ["fecb2f", "fecb2f"]);
}
